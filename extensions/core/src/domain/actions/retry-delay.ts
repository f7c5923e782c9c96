/** After so many failures an action is dead: it waits for a person. */
export const MAX_ATTEMPTS = 8;

const FIRST_MS = 30_000;
const LONGEST_MS = 6 * 3_600_000;

/**
 * Pause after the n-th failed attempt (n from 1): half a minute, doubling, at most six hours. `spread` in [0, 1) adds up
 * to a quarter, so that many that failed together do not come back together. Null: give up.
 */
export function retryDelayMs(attempts: number, spread: number): number | null {
	if (attempts >= MAX_ATTEMPTS) return null;
	const pause = Math.min(FIRST_MS * 2 ** (attempts - 1), LONGEST_MS);
	return Math.round(pause * (1 + spread / 4));
}
