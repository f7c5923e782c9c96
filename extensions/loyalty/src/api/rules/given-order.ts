import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import { refusal } from '@guanxi/core/http';
import { readItems, shapeOf } from '@guanxi/core/items';
import { toMinor } from '@guanxi/core/money';
import { under, type Item } from '@guanxi/core/shape';
import { parseInstant } from '@guanxi/core/time';
import { z } from 'zod';
import { RULE_WORDS, type RuleProblem } from '../../domain/rules/rule-words.ts';
import type { Row } from '../ledger/rows.ts';

/** An order that is only thought of, as a row with its lines: paid, and now, unless it says otherwise. A day begins in `timezone`. */
export function givenOrder(given: Row, { customer, now, timezone }: { customer: string; now: Date; timezone: string }): { order: Row; lines: Row[] } {
	const lines = (given['lines'] as Row[] | undefined) ?? [];
	const instantIn = (text: unknown): Date | null | undefined =>
		text === undefined || text === null ? undefined : parseInstant(String(text as string), timezone);
	const [paid, placed = now] = [instantIn(given['paid_at']), instantIn(given['placed_at'])];
	const problems = [
		amountProblem(given['amount'], 'order.amount'),
		...lines.map((line, index) => amountProblem(line['amount'] ?? 0, `order.lines.${index}.amount`)),
		instantProblem(paid, 'order.paid_at'),
		instantProblem(placed, 'order.placed_at'),
	].filter((problem) => problem !== null);
	if (problems.length > 0) throw refusal(400, RULE_WORDS, problems);
	return {
		order: { status: 'paid', ...given, id: 'order', customer, placed_at: placed, paid_at: paid ?? placed, lines: undefined },
		lines: lines.map((line, index) => ({ ...line, id: String(index + 1) })),
	};
}

const amountProblem = (amount: unknown, field: string): RuleProblem | null =>
	toMinor(amount as string | number) === null ? { field, reason: 'not_an_amount' } : null;

const instantProblem = (read: Date | null | undefined, field: string): RuleProblem | null => (read === null ? { field, reason: 'not_a_date' } : null);

/** Whether the caller may read these fields of a row. */
export type MayRead = (row: { collection: string; id: string; fields: readonly string[] }) => Promise<boolean>;

interface Given {
	collection: string;
	given: Row;
	fields: readonly string[];
	mayRead: MayRead;
}

/** A row that is only thought of, with what its links lead to; those rows are real ones. One that the caller may not read is as none: what rules say of it would tell what it holds. */
export async function givenItem(
	reader: Knex,
	schema: SchemaOverview,
	{ collection, given, fields, mayRead }: Given,
): Promise<Item> {
	const { linkOf } = shapeOf(schema);
	const item: Item = { ...given };
	for (const field of new Set(fields.filter((path) => path.includes('.')).map((path) => path.split('.')[0]!))) {
		const link = linkOf(collection, field)!;
		const inside = fields.filter((path) => path.startsWith(`${field}.`)).map((path) => path.slice(field.length + 1));
		const below = { collection: link.to, fields: inside, mayRead };
		item[under(field)] =
			link.back === null
				? await linked(reader, schema, { ...below, given: given[field] })
				: await Promise.all(((given[field] ?? []) as Row[]).map((row) => givenItem(reader, schema, { ...below, given: row })));
	}
	return item;
}

async function linked(
	reader: Knex,
	schema: SchemaOverview,
	{ collection, fields, mayRead, given: key }: Omit<Given, 'given'> & { given: unknown },
): Promise<Item | null> {
	const { primary, fields: known } = schema.collections[collection]!;
	// A malformed id names nothing; PostgreSQL would throw on it.
	const isUsable = known[primary]!.type === 'uuid' ? z.guid().safeParse(key).success : key !== undefined && key !== null;
	if (!isUsable) return null;
	const id = String(key as string);
	if (!(await mayRead({ collection, id, fields }))) return null;
	return (await readItems(reader, schema, { collection, ids: [id], fields })).get(id) ?? null;
}
