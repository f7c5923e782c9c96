import type { Effect, Fact } from '@guanxi/core/decision';
import type { Draft } from '../ledger/draft.ts';
import { customerTier } from './settle-tier.ts';
import type { TierWork } from './settle-tier.ts';

type News = TierWork['news'][number];

const STAYS: News['why'][] = ['kept', 'at_risk'];

/**
 * `crm.loyalty.tier_changed`, told once for a decision, from what was to what is: a tier that is lost and reached again in one
 * go was kept.
 */
export function tierFacts(draft: Draft): Fact[] {
	const { before, account, program, now, tier: { news } } = draft;
	const [from, to] = [before.account.tier, account.tier];
	const why = whyOf(news, from !== to);
	if (why === null) return [];
	const reason = news.findLast((item) => item.why === why)?.reason;
	const { tier_since: since, tier_until: until, tier_at_risk } = account;
	return [
		{
			type: 'crm.loyalty.tier_changed',
			subjectCollection: 'crm_loyalty_accounts',
			subjectId: account.id,
			customer: account.customer,
			payload: { account: account.id, program: program.key, from, to, why, since, until, at_risk: tier_at_risk, ...(reason ? { reason } : {}) },
			occurredAt: now,
			dedupeKey: `tier_changed:${draft.newId()}`,
		},
	];
}

function whyOf(news: News[], isOther: boolean): News['why'] | null {
	const last = news.at(-1)?.why;
	if (last === undefined) return null;
	if (isOther) return news.findLast(({ why }) => !STAYS.includes(why))?.why ?? last;
	return ['at_risk', 'override', 'override_ended'].includes(last) ? last : 'kept';
}

/** The customer shows the tier by its name. */
export function tierEffects(draft: Draft): Effect[] {
	const { before, account } = draft;
	if (before.account.tier === account.tier && account.status !== 'closed') return [];
	return [{ update: 'crm_customers', where: { id: account.customer }, set: { loyalty_tier: customerTier(draft) } }];
}
