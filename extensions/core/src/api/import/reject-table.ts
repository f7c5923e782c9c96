import type { RejectSink } from '../../application/import/import-store.ts';
import { rejectHeader, rejectLine } from '../../domain/import/reject-csv.ts';
import type { Language } from '../../domain/import/reject-reasons.ts';
import { PATIENCE, withTransientRetries } from '../database-errors.ts';
import type { Knex } from '../directus.ts';

const TABLE = 'crm_import_rejects';
const PIECE = 64_000;
/** Some 100,000 rows. Whoever has more to mend begins with these and imports the file again. */
const LIMIT = 20_000_000;
export const KEEP_REJECTS_MS = 7 * 86_400_000;

interface Options {
	language: Language;
	/** In characters. */
	limit?: number;
}

const MORE: Record<Language, (rows: number) => string> = {
	en: (rows) => `${rows} more rows were refused; they are not listed here`,
	zh: (rows) => `另有 ${rows} 行被拒绝，此处不再列出`,
};

/** Keeps refused rows in the database, where every server finds them: up to a limit, and then how many more there were. */
export function createRejectTable(knex: Knex, id: string, { language, limit = LIMIT }: Options): RejectSink {
	let headers: string[] = [];
	let text = '';
	let written = 0;
	let more = 0;
	const flush = async (): Promise<void> => {
		if (text !== '') await withTransientRetries(() => knex(TABLE).insert({ import: id, text }), PATIENCE);
		written += text.length;
		text = '';
	};
	return {
		open(names) {
			headers = names;
		},
		async write(cells, problem) {
			if (written + text.length >= limit) {
				more += 1;
				return;
			}
			if (written + text.length === 0) text = rejectHeader(headers);
			text += rejectLine(headers, cells, problem);
			if (text.length >= PIECE) await flush();
		},
		async close() {
			if (more > 0) text += rejectLine(headers, [], { line: 0, column: '', reason: MORE[language](more) });
			await flush();
			return written > 0 ? `/crm/system/imports/${id}/rejects` : null;
		},
	};
}

/** The text in its pieces; nothing when the import has none, or none any more. */
export async function* readRejects(knex: Knex, id: string): AsyncGenerator<string> {
	for (let last = 0; ; ) {
		const piece = await knex(TABLE).where({ import: id }).where('id', '>', last).orderBy('id').first('id', 'text');
		if (!piece) return;
		last = Number(piece.id);
		yield String(piece.text);
	}
}

export async function hasRejects(knex: Knex, id: string): Promise<boolean> {
	return (await knex(TABLE).where({ import: id }).first('id')) !== undefined;
}

/** Pieces of imports that began more than a week ago. */
export function oldRejects(knex: Knex, now: number): Knex.QueryBuilder {
	const old = knex('crm_imports').where('created_at', '<', new Date(now - KEEP_REJECTS_MS)).select('id');
	return knex(TABLE).whereIn('import', old);
}
