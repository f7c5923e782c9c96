import type { Knex } from '@guanxi/core/directus';
import { dateIn } from '@guanxi/core/time';
import type { z } from 'zod';
import type { RulesAnswer } from '../../contract/figure-answers.ts';
import { RULE_AWARDS } from '../../domain/rules/count-rules.ts';
import type { Period } from './period.ts';
import { sum, summed } from './reports.ts';
import type { Row } from '../ledger/rows.ts';
import { RULES } from '../rules/read-versions.ts';

/** What each rule has given in the period, by the days of the events. */
export async function readRuleFigures(
	database: Knex,
	program: Row,
	{ from, to }: Period,
): Promise<Pick<z.output<typeof RulesAnswer>, 'points' | 'rules'>> {
	const timezone = String(program['timezone']);
	const lastMoment = new Date(to.getTime() - 1);
	const rows: Row[] = await database(`${RULE_AWARDS} as award`)
		.join(`${RULES} as rule`, 'rule.id', 'award.rule')
		.where({ 'rule.program': program['id'] })
		.where('award.day', '>=', dateIn(from, timezone))
		.where('award.day', '<=', dateIn(lastMoment, timezone))
		.groupBy('rule.id', 'rule.key', 'rule.name', 'rule.status')
		.select('rule.id as id', 'rule.key as key', 'rule.name as name', 'rule.status as status')
		.select(sum(database, 'award.points', 'points'), sum(database, 'award.tier_points', 'tier_points'))
		.count({ awards: '*' })
		.countDistinct({ members: 'award.account' });
	const points = rows.reduce((total, row) => total + summed(row['points']), 0n);
	const rules = rows.map((row) => ({
		rule: String(row['id']),
		key: String(row['key']),
		name: String(row['name']),
		status: String(row['status']),
		points: Number(summed(row['points'])),
		tier_points: Number(summed(row['tier_points'])),
		awards: Number(row['awards']),
		members: Number(row['members']),
		share: points === 0n ? 0 : Number(summed(row['points'])) / Number(points),
	}));
	return { points: Number(points), rules: rules.sort((a, b) => b.points - a.points || b.tier_points - a.tier_points) };
}
