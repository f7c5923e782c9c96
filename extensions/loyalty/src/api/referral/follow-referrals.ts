import type { ActionHandler } from '@guanxi/core/action-handler';
import { purgeCache } from '@guanxi/core/cache';
import { runUnheard } from '@guanxi/core/command';
import type { Host, Knex } from '@guanxi/core/directus';
import { safely } from '@guanxi/core/safely';
import { REFERRALS } from '../../domain/referral/attribute.ts';
import { REWARD, type RewardPayload } from '../../domain/referral/follow-referral.ts';
import type { Row } from '../ledger/rows.ts';
import { followCommand, rewardCommand } from './commands.ts';
import { formerAccounts, livingAccount } from './living-account.ts';

const PAGE = 500;
const AN_HOUR = 3_600_000;
const A_DAY = 24 * AN_HOUR;

/** What orders of a member, as they are now, mean for whoever brought them; asked whenever one of them changed. */
export async function followReferralOf(database: Knex, account: string, now?: Date): Promise<void> {
	const ids = [account, ...(await formerAccounts(database, account))];
	const rows: Row[] = await database(REFERRALS).whereIn('id', ids).whereIn('state', ['attributed', 'qualified']).select('id', 'referrer');
	for (const { id, referrer } of rows) {
		const [came, brought] = [String(id), String(referrer)];
		const input = { id: came, named: brought, referee: await livingAccount(database, came), referrer: await livingAccount(database, brought) };
		await runUnheard(database, followCommand, { input, caller: REWARD, idempotencyKey: null, now });
	}
}

/** Gives one side its points, or takes them back. A frozen account is asked again, until somebody has looked at it. */
export const referralReward = (host: Pick<Host, 'database' | 'getSchema'> & Parameters<typeof purgeCache>[0]): ActionHandler<Knex> => ({
	kind: REWARD,
	perform: async ({ subjectId, payload }, now) => {
		const { referee, side } = payload as RewardPayload;
		const input = { account: await livingAccount(host.database, String(subjectId)), referee, side };
		const outcome = await runUnheard(host.database, rewardCommand(await host.getSchema()), { input, caller: REWARD, idempotencyKey: null });
		if (outcome.kind === 'refused' && outcome.refusal.reason === 'account_frozen') return { again: new Date(now.getTime() + AN_HOUR) };
		if (outcome.kind === 'done' && outcome.answer.points !== 0) await purgeCache(host);
		return undefined;
	},
});

/** The job: referrals whose order can no longer be returned are confirmed. It is that day somewhere already; the command knows the program's. */
export async function confirmReferrals({ database, logger }: Pick<Host, 'database' | 'logger'>, now: Date): Promise<string[]> {
	const day = new Date(now.getTime() + A_DAY).toISOString().slice(0, 10);
	for (let after = ''; ; ) {
		const query = database(REFERRALS).where({ state: 'qualified' }).where('confirms_on', '<=', day).orderBy('id').limit(PAGE);
		const due: string[] = await (after === '' ? query : query.where('id', '>', after)).pluck('id');
		for (const account of due) await safely({ logger }, `confirming the referral of account ${account}`, () => followReferralOf(database, account));
		if (due.length < PAGE) return [];
		after = due.at(-1)!;
	}
}
