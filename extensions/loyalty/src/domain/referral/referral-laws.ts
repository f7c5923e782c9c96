import type { Referral } from './referral.ts';

type Link = Pick<Referral, 'id' | 'referrer' | 'state'>;

/** A-I21, of all referrals together: nobody brought themselves, and nobody was brought by whom they brought. Ids of those that are wrong. */
export function brokenReferrals(referrals: Link[]): string[] {
	const counting = new Map(referrals.filter(({ state }) => state !== 'rejected').map(({ id, referrer }) => [id, referrer]));
	const sound = new Set<string>();
	return [...counting.keys()].filter((id) => isOnCycle(id, counting, sound));
}

/** Whatever leads out of the chain is remembered, so that all chains together are walked once. */
function isOnCycle(start: string, referrerOf: Map<string, string>, sound: Set<string>): boolean {
	const path = new Set<string>();
	let at: string | undefined = start;
	while (at !== undefined && !sound.has(at)) {
		if (path.has(at)) return at === start;
		path.add(at);
		at = referrerOf.get(at);
	}
	for (const id of path) sound.add(id);
	return false;
}
