import { defineHook } from '@directus/extensions-sdk';
import type { Host } from '@guanxi/core/directus';
import { guardCollection, guardComputed } from '@guanxi/core/guard';
import { addPlugin } from '@guanxi/core/plugin';
import { tellingFilter } from '@guanxi/core/told';
import { loyaltySchema } from '@guanxi/schema/loyalty/index';
import { loyaltyProgramRows } from '@guanxi/seeds/reference/loyalty-programs';
import { loyaltyRuleRows } from '@guanxi/seeds/reference/loyalty-rules';
import { TABLES } from '../domain/ledger/open-book.ts';
import { REWARDS } from '../domain/rewards/reward.ts';
import { AUDIT_CHECKS } from './audit-checks.ts';
import { loadDemoMembers } from './demo/load-demo-members.ts';
import { findExpiring } from './messages/find-expiring.ts';
import { tellMember } from './messages/tell-member.ts';
import { rewardsInReach } from './messages/tell-reward.ts';
import { findDays } from './events/find-days.ts';
import { customerMerged, findMissedMerges } from './merge/follow-merge.ts';
import { eventHappened, hearFact, interactionChanged } from './events/follow-events.ts';
import { OPERATIONS } from './operations.ts';
import { LOYALTY_MIGRATIONS } from './loyalty-migrations.ts';
import { findMissedOrders } from './orders/find-missed-orders.ts';
import { orderChanged } from './orders/follow-orders.ts';
import { confirmReferrals, referralReward } from './referral/follow-referrals.ts';
import { programGuards } from './programs/program-guard.ts';
import { rewardGuards } from './rewards/reward-guard.ts';
import { RULES } from './rules/read-versions.ts';
import { ruleGuards } from './rules/rule-guard.ts';
import { sweepAccounts } from './accounts/sweep.ts';
import { tiersChanged } from './tiers/show-tiers.ts';

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
		actions: [orderChanged(host), customerMerged(host), eventHappened(host), interactionChanged(host), referralReward(host), tellMember(host), rewardsInReach(host), tiersChanged(host)],
		audit: AUDIT_CHECKS,
		demo: (now) => loadDemoMembers(host, now),
	});
	guardComputed({ filter }, loyaltySchema);
	guardCollection({ filter }, host, TABLES.programs, programGuards);
	guardCollection({ filter }, host, RULES, ruleGuards(host));
	guardCollection({ filter }, host, REWARDS, rewardGuards(host));
});
