import type { Knex } from '@guanxi/core/directus';
import { refusal } from '@guanxi/core/http';
import { LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { checkTiers } from '../../domain/tiers/check-tiers.ts';
import type { Row } from '../ledger/rows.ts';
import { listOf } from '../tiers/tier-rows.ts';

const FIELDS = ['tiers', 'tier_window', 'tier_window_length', 'tier_downgrade', 'tier_grace_days', 'tier_revoke_on_refund'];

/** As the columns have them. */
const DEFAULTS: Row = { tier_window: 'rolling_months', tier_window_length: 12 };

/**
 * Refuses tiers that could not be used, and removing one that members have. Other changes strand nobody: who has enough by the new
 * settings rises with the next movement, and nobody falls before the last day that they were told.
 */
export async function checkProgramTiers(database: Knex, payload: Row, keys: string[] = []): Promise<Row> {
	if (!FIELDS.some((field) => field in payload)) return payload;
	const stored: Row[] = keys.length === 0 ? [DEFAULTS] : await database(TABLES.programs).whereIn('id', keys);
	for (const row of stored) {
		const saved = { ...row, tiers: listOf(row['tiers']) };
		const problems = checkTiers({ ...saved, ...payload });
		if (problems.length > 0) throw refusal(400, LOYALTY_WORDS, problems);
		if ('tiers' in payload) await refuseStranding(database, saved, payload['tiers'] as Row[] | null);
	}
	return payload;
}

async function refuseStranding(database: Knex, program: Row & { tiers: Row[] }, tiers: Row[] | null): Promise<void> {
	const kept = new Set((tiers ?? []).map(({ key }) => key));
	const gone = program.tiers.map(({ key }) => String(key)).filter((key) => !kept.has(key));
	for (const tier of gone) {
		const found = await database(TABLES.accounts).where({ program: program['id'], tier }).count({ members: 'id' }).first();
		const members = Number(found?.['members'] ?? 0);
		if (members > 0) throw refusal(400, LOYALTY_WORDS, { field: 'tiers', reason: 'tier_in_use', params: { tier, members } });
	}
}
