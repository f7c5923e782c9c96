import { z } from 'zod';
import { IMPORT_WORDS } from '../../domain/import/refusals.ts';
import { localeOf } from '../../domain/words.ts';
import type { WantedMapping } from '../../domain/import/mapping.ts';
import { isTarget, parseMapOption } from '../../domain/import/parse-map-option.ts';
import type { Language } from '../../domain/import/reject-reasons.ts';
import { TARGETS } from '../../domain/import/targets.ts';
import type { Call, Host } from '../directus.ts';
import { refusal } from '../errors.ts';
import { languageOf } from '../language.ts';

const Flag = z
	.enum(['', 'true', 'false', '1', '0'])
	.optional()
	.describe('`true`: check the file, write nothing')
	.transform((text) => text !== undefined && text !== 'false' && text !== '0');

/** Query parameters of an upload. */
export const ImportQuery = z.object({
	map: z
		.string()
		.max(10_000)
		.meta({ examples: ['number=Order,amount=Total', '{"customer":"Client"}'] })
		.optional()
		.describe('JSON object target → header, or `target=header,…`; columns are guessed from their names otherwise'),
	dry_run: Flag,
	// It is stored, and PostgreSQL has no text with a zero in it.
	filename: z
		.string()
		.max(255)
		.regex(/^[^\u0000-\u001f]*$/)
		.optional(),
	language: z
		.enum(['zh', 'en', 'zh-CN', 'en-US'])
		.optional()
		.describe('Of messages and reasons; default: the language of the user, else of the header Accept-Language'),
});

export interface ImportOptions {
	map: WantedMapping;
	dryRun: boolean;
	filename: string | null;
	language: Language;
}

export async function importOptions(host: Host, query: z.output<typeof ImportQuery>, call: Call): Promise<ImportOptions> {
	const { map, dry_run: dryRun, filename } = query;
	const language = query.language ?? (await languageOf(host, call)) ?? 'en';
	return { map: readMap(map), dryRun, filename: filename ?? null, language: localeOf(language) === 'zh-CN' ? 'zh' : 'en' };
}

function readMap(text = ''): WantedMapping {
	if (!text.trim().startsWith('{')) {
		const read = parseMapOption(text);
		if ('wanted' in read) return read.wanted;
		throw unclear(read.wrong);
	}
	let object: unknown;
	try {
		object = JSON.parse(text);
	} catch {
		throw refusal(400, IMPORT_WORDS, { field: 'map', reason: 'map_not_json' });
	}
	for (const [target, header] of Object.entries(object as object)) {
		if (!isTarget(target)) throw unclear(target);
		if (typeof header !== 'string') throw refusal(400, IMPORT_WORDS, { field: 'map', reason: 'map_not_text', params: { target } });
	}
	return object as WantedMapping;
}

const unclear = (value: string): Error =>
	refusal(400, IMPORT_WORDS, { field: 'map', reason: 'map_unclear', params: { value, targets: TARGETS.join(', ') } });
