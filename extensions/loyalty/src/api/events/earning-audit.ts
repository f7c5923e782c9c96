import type { AuditCheck } from '@guanxi/core/audit';
import type { Knex } from '@guanxi/core/directus';
import { EARNINGS } from '../../domain/events/earn-event.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { RULE_AWARDS } from '../../domain/rules/count-rules.ts';

const MOST = 20;

/** What an event earned is what its rules gave, and stands in the ledger. */
export const EARNING_AUDIT: AuditCheck[] = [
	{ name: 'loyalty.events_earned_what_their_rules_gave', violations: ({ database }) => wrongEarnings(database) },
];

function wrongEarnings(database: Knex): Promise<string[]> {
	const given = (what: string): string => `COALESCE(SUM(award.${what}), 0)`;
	return database(`${EARNINGS} as earning`)
		.leftJoin(`${TABLES.entries} as entry`, 'entry.id', 'earning.entry')
		.leftJoin(`${RULE_AWARDS} as award`, (on) => {
			void on.on('award.account', 'earning.account').on('award.source', 'earning.id');
		})
		.groupBy('earning.id', 'earning.entry')
		// MariaDB knows only one `id` here.
		.havingRaw('(earning.entry IS NULL) <> (COUNT(entry.id) = 0)')
		.orHavingRaw(`COALESCE(MAX(entry.points), 0) <> ${given('points')}`)
		.orHavingRaw(`COALESCE(MAX(entry.tier_points), 0) <> ${given('tier_points')}`)
		.limit(MOST)
		.pluck('earning.id');
}
