import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import { dateIn } from '@guanxi/core/time';
import type { Book } from '../../domain/ledger/model.ts';
import type { RulesDue } from '../../domain/rules/count-rules.ts';
import { isLimited, leftOf, withinLimits } from '../../domain/rules/limits.ts';
import type { StoredRule } from '../../domain/rules/stored-rule.ts';
import { readGifts } from '../rewards/read-gifts.ts';
import type { RuleAward } from './read-award.ts';
import { readGiven } from './read-counts.ts';

/** What limits and budgets leave of an award. The account's lock is held. */
export async function readDue(reader: Knex, schema: SchemaOverview, { book, at, award }: { book: Book; at: Date; award: RuleAward }): Promise<RulesDue> {
	const day = dateIn(at, book.program.timezone);
	const limited = award.rules.filter((rule) => isLimited(rule) && award.byRule.some(({ rule: id }) => id === rule.id));
	const byRule = withinLimits(award.byRule, await readLeft(reader, { account: book.account.id, day, rules: limited }));
	const budgets = new Map(limited.flatMap(({ id, budget_points: budget }) => (budget === null ? [] : [[id, budget] as const])));
	const points = byRule.reduce((sum, one) => sum + one.points, 0);
	return { points, tierPoints: award.tierPoints, byRule, budgets, gifts: await readGifts(reader, schema, { book, award }), day };
}

/** Budgets are shared by all members, so they are locked from here on, after the accounts. */
async function readLeft(
	reader: Knex,
	{ account, day, rules }: { account: string; day: string; rules: StoredRule[] },
): Promise<Map<string, number>> {
	const left = new Map<string, number>();
	for (const rule of [...rules].sort((a, b) => (a.id < b.id ? -1 : 1))) {
		left.set(rule.id, leftOf(rule, await readGiven(reader, { account, day, rule })));
	}
	return left;
}
