import { addDays } from '../validity/days.ts';
import { growthAt, growthBetween, type Growth } from './growth.ts';
import { bestFor, keepMin, rankOf, tierOf, type Tier, type TierPolicy } from './policy.ts';
import { lastTierDay, windowStart } from './windows.ts';

/** Where a member's growth value has brought them. Days are days in the program's time zone. */
export interface Standing {
	/** Key of the tier; null is the base tier, which nobody loses. */
	tier: string | null;
	since: string | null;
	/** The last day before the tier is looked at again; null = it is not. */
	until: string | null;
	/** The last day that was not enough: days of grace are running. */
	missed: string | null;
	/** What the tier rests upon: so much growth value from one day to another. Null where it was left over from a better one. */
	met: { from: string; to: string; least: number } | null;
}

export const BASE: Standing = { tier: null, since: null, until: null, missed: null, met: null };

export type TierNews = 'qualified' | 'kept' | 'at_risk' | 'downgraded' | 'revoked' | 'program_changed';

export interface Followed {
	standing: Standing;
	news: TierNews[];
}

/**
 * Looks at a tier on every last day that is over, by the growth value until that day; so it does not matter how late or how
 * often somebody looks. This and `revoke` are the only ways down.
 */
export function evaluateDue(standing: Standing, growth: Growth, today: string): Followed {
	const news: TierNews[] = [];
	let now = standing;
	while (isDue(now, today)) {
		const next = evaluate(now, growth, now.until);
		news.push(next.why);
		now = next.standing;
	}
	return { standing: now, news };
}

export const isDue = (standing: Standing, today: string): standing is Standing & { until: string } =>
	standing.until !== null && standing.until < today;

interface Step {
	standing: Standing;
	why: TierNews;
}

function evaluate(standing: Standing, growth: Growth, last: string): Step {
	const { policy } = growth;
	const keeping = keep(standing, growth, last);
	if (keeping) return { standing: keeping, why: 'kept' };
	const { missed } = standing;
	if (missed === null && policy.tier_grace_days > 0) {
		return { standing: { ...standing, missed: last, until: addDays(last, policy.tier_grace_days) }, why: 'at_risk' };
	}
	const from = windowStart(growth, missed ?? last);
	const points = growthBetween(growth, from, last);
	const tier = fallTo(policy, standing.tier, points);
	if (tier === null) return { standing: { ...BASE, since: addDays(last, 1) }, why: 'downgraded' };
	const met = tier.qualify_min <= points ? { from, to: last, least: tier.qualify_min } : null;
	return {
		standing: { tier: tier.key, since: addDays(last, 1), until: lastDayAfter(growth, missed ?? last, last), missed: null, met },
		why: 'downgraded',
	};
}

/** In the days of grace the window stays open, and the next one begins as if there had been none. */
function keep(standing: Standing, growth: Growth, last: string): Standing | null {
	const tier = tierOf(growth.policy, standing.tier);
	const period = standing.missed ?? last;
	const from = windowStart(growth, period);
	if (!tier || growthBetween(growth, from, last) < keepMin(tier)) return null;
	const met = { from, to: last, least: keepMin(tier) };
	return { ...standing, until: lastDayAfter(growth, period, last), missed: null, met };
}

/** Grace may be longer than a short window; what is over with it is passed over. */
function lastDayAfter(growth: Growth, period: string, after: string): string | null {
	let until = lastTierDay(growth, period);
	while (until !== null && until <= after) until = lastTierDay(growth, until);
	return until;
}

function fallTo(policy: TierPolicy, key: string | null, points: number): Tier | null {
	const qualified = bestFor(policy, points);
	const below = policy.tier_downgrade === 'one_down' ? (policy.tiers[rankOf(policy, key) - 2] ?? null) : null;
	return rankOf(policy, below?.key ?? null) > rankOf(policy, qualified?.key ?? null) ? below : qualified;
}

/** A member rises at once, on the day on which the window holds enough; days of grace end as soon as what was missing is there. */
export function rise(standing: Standing, growth: Growth, today: string): Followed {
	const { policy } = growth;
	const best = bestFor(policy, growthAt(growth, today));
	if (best && rankOf(policy, best.key) > rankOf(policy, standing.tier)) {
		return { standing: reached(best, growth, today), news: ['qualified'] };
	}
	const kept = standing.missed === null ? null : keep(standing, growth, today);
	return kept ? { standing: kept, news: ['kept'] } : { standing, news: [] };
}

export function reached(tier: Tier | null, growth: Growth, today: string): Standing {
	if (tier === null) return { ...BASE, since: today };
	const met = { from: windowStart(growth, today), to: today, least: tier.qualify_min };
	return { tier: tier.key, since: today, until: lastTierDay(growth, today), missed: null, met };
}

/**
 * Growth value was taken back. Only where the program says so, and only when neither what the tier rested upon nor what the
 * window holds today is enough: a member whose old purchases have grown out of the window loses nothing by a small refund.
 */
export function revoke(standing: Standing, growth: Growth, today: string): Followed {
	const { policy } = growth;
	const { met, tier: key } = standing;
	const tier = tierOf(policy, key);
	const same = { standing, news: [] };
	if (!policy.tier_revoke_on_refund || !met || !tier) return same;
	if (growthBetween(growth, met.from, met.to) >= met.least) return same;
	const points = growthAt(growth, today);
	if (points >= tier.qualify_min) return same;
	return { standing: reached(bestFor(policy, points), growth, today), news: ['revoked'] };
}

/**
 * The program's tiers were changed: who has enough by the new ones rises at once; nobody falls before the next last day, unless
 * the tier is no more.
 */
export function adopt(standing: Standing, growth: Growth, today: string): Followed {
	const { policy } = growth;
	const isGone = standing.tier !== null && tierOf(policy, standing.tier) === null;
	if (isGone) return { standing: reached(bestFor(policy, growthAt(growth, today)), growth, today), news: ['program_changed'] };
	const isForLife = policy.tier_window === 'lifetime';
	const until = standing.tier === null || isForLife ? null : (standing.until ?? lastTierDay(growth, today));
	return rise({ ...standing, until, missed: isForLife ? null : standing.missed }, growth, today);
}
