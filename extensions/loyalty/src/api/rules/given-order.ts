import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import { refusal } from '@guanxi/core/http';
import { readItems, shapeOf } from '@guanxi/core/items';
import { toMinor } from '@guanxi/core/money';
import { under, type Item } from '@guanxi/core/shape';
import { parseInstant } from '@guanxi/core/time';
import { z } from 'zod';
import { RULE_WORDS, type RuleProblem } from '../../domain/rules/rule-words.ts';
import type { Row } from '../ledger/rows.ts';

/** An order that is only thought of, as a row with its lines: paid, and now, unless it says otherwise. */
export function givenOrder(given: Row, customer: string, now: Date): { order: Row; lines: Row[] } {
	const lines = (given['lines'] as Row[] | undefined) ?? [];
	const problems = [
		amountProblem(given['amount'], 'order.amount'),
		...lines.map((line, index) => amountProblem(line['amount'] ?? 0, `order.lines.${index}.amount`)),
		instantProblem(given['paid_at'], 'order.paid_at'),
		instantProblem(given['placed_at'], 'order.placed_at'),
	].filter((problem) => problem !== null);
	if (problems.length > 0) throw refusal(400, RULE_WORDS, problems);
	const placed = given['placed_at'] ?? now;
	return {
		order: { status: 'paid', ...given, id: 'order', customer, placed_at: placed, paid_at: given['paid_at'] ?? placed, lines: undefined },
		lines: lines.map((line, index) => ({ ...line, id: String(index + 1) })),
	};
}

const amountProblem = (amount: unknown, field: string): RuleProblem | null =>
	toMinor(amount as string | number) === null ? { field, reason: 'not_an_amount' } : null;

const instantProblem = (given: unknown, field: string): RuleProblem | null =>
	given === undefined || given === null || parseInstant(String(given as string), 'UTC') ? null : { field, reason: 'not_a_date' };

/** A row that is only thought of, with what its links lead to; those rows are real ones. */
export async function givenItem(
	reader: Knex,
	schema: SchemaOverview,
	{ collection, given, fields }: { collection: string; given: Row; fields: readonly string[] },
): Promise<Item> {
	const { linkOf } = shapeOf(schema);
	const item: Item = { ...given };
	for (const field of new Set(fields.filter((path) => path.includes('.')).map((path) => path.split('.')[0]!))) {
		const link = linkOf(collection, field)!;
		const inside = fields.filter((path) => path.startsWith(`${field}.`)).map((path) => path.slice(field.length + 1));
		const below = { collection: link.to, fields: inside };
		item[under(field)] =
			link.back === null
				? await linked(reader, schema, { ...below, key: given[field] })
				: await Promise.all(((given[field] ?? []) as Row[]).map((row) => givenItem(reader, schema, { ...below, given: row })));
	}
	return item;
}

async function linked(
	reader: Knex,
	schema: SchemaOverview,
	{ collection, fields, key }: { collection: string; fields: string[]; key: unknown },
): Promise<Item | null> {
	const { primary, fields: known } = schema.collections[collection]!;
	// A malformed id names nothing; PostgreSQL would throw on it.
	const isUsable = known[primary]!.type === 'uuid' ? z.guid().safeParse(key).success : key !== undefined && key !== null;
	if (!isUsable) return null;
	const id = String(key as string);
	return (await readItems(reader, schema, { collection, ids: [id], fields })).get(id) ?? null;
}
