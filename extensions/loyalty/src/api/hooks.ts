import { defineHook } from '@directus/extensions-sdk';
import type { Host, Knex } from '@guanxi/core/directus';
import { guardComputed } from '@guanxi/core/guard';
import { addPlugin } from '@guanxi/core/plugin';
import { tellingFilter } from '@guanxi/core/told';
import { loyaltySchema } from '@guanxi/schema/loyalty/index';
import { loyaltyProgramRows } from '@guanxi/seeds/reference/loyalty-programs';
import { loyaltyRuleRows } from '@guanxi/seeds/reference/loyalty-rules';
import { AUDIT_CHECKS } from './audit-checks.ts';
import { loadDemoMembers } from './demo/load-demo-members.ts';
import { noteInactivity } from './programs/inactivity-guard.ts';
import { findExpiring } from './messages/find-expiring.ts';
import { checkProgramMessages } from './messages/message-guard.ts';
import { tellMember } from './messages/tell-member.ts';
import { rewardsInReach } from './messages/tell-reward.ts';
import { findDays } from './events/find-days.ts';
import { customerMerged, findMissedMerges } from './merge/follow-merge.ts';
import { eventHappened, hearFact, interactionChanged } from './events/follow-events.ts';
import { OPERATIONS } from './operations.ts';
import { LOYALTY_MIGRATIONS } from './loyalty-migrations.ts';
import { findMissedOrders } from './orders/find-missed-orders.ts';
import { orderChanged } from './orders/follow-orders.ts';
import { checkTimezone } from './programs/program-guard.ts';
import { guardRewards } from './rewards/reward-hooks.ts';
import { confirmReferrals, referralReward } from './referral/follow-referrals.ts';
import type { Row } from './ledger/rows.ts';
import { guardRules } from './rules/rule-hooks.ts';
import { sweepAccounts } from './accounts/sweep.ts';
import { checkProgramTiers } from './programs/tier-guard.ts';

/** Orders placed so recently are compared every hour, all others once a day. */
const RECENT_MS = 31 * 86_400_000;

/** Where the bundle meets core and Directus: discovery, guards, and the sweep that writes down what time has done. */
export default defineHook(({ filter: register, schedule }, context) => {
	const host = context as unknown as Host;
	const filter = tellingFilter(register);
	addPlugin(host, schedule, {
		schema: loyaltySchema,
		referenceRows: [...loyaltyProgramRows, ...loyaltyRuleRows],
		migrations: LOYALTY_MIGRATIONS,
		operations: OPERATIONS,
		jobs: [
			{ name: 'loyalty.settle-accounts', cron: '*/5 * * * *', run: (now) => sweepAccounts(host, now) },
			{ name: 'loyalty.find-missed-orders', cron: '7 * * * *', run: (now) => findMissedOrders(host, new Date(now.getTime() - RECENT_MS)) },
			{ name: 'loyalty.find-missed-merges', cron: '17 * * * *', run: () => findMissedMerges(host) },
			{ name: 'loyalty.find-any-missed-orders', cron: '37 3 * * *', run: () => findMissedOrders(host) },
			{ name: 'loyalty.find-days', cron: '1 * * * *', run: (now) => findDays(host, now) },
			{ name: 'loyalty.confirm-referrals', cron: '22 * * * *', run: (now) => confirmReferrals(host, now) },
			{ name: 'loyalty.find-expiring', cron: '37 * * * *', run: (now) => findExpiring(host, now) },
		],
		onFact: (fact) => hearFact(host, fact),
		actions: [orderChanged(host), customerMerged(host), eventHappened(host), interactionChanged(host), referralReward(host), tellMember(host), rewardsInReach(host)],
		audit: AUDIT_CHECKS,
		demo: (now) => loadDemoMembers(host, now),
	});
	guardComputed({ filter }, loyaltySchema);

	const checkProgram = async (database: Knex, payload: Row, keys?: string[]): Promise<Row> => {
		checkProgramMessages(payload);
		await checkTimezone(database, payload, keys);
		return noteInactivity(database, await checkProgramTiers(database, payload, keys), keys);
	};
	filter('crm_loyalty_programs.items.create', (payload, _meta, { database }) => checkProgram(database as Knex, payload as Row));
	filter('crm_loyalty_programs.items.update', (payload, meta, { database }) =>
		checkProgram(database as Knex, payload as Row, (meta['keys'] as unknown[]).map(String)),
	);
	guardRules({ filter }, host);
	guardRewards({ filter }, host);
});
