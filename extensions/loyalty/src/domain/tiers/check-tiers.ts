import type { LoyaltyProblem } from '../loyalty-words.ts';
import { TIER_DOWNGRADES, TIER_WINDOWS } from './policy.ts';

/** A program's settings as somebody would save them: anything may be in them. */
export type GivenTiers = Record<string, unknown>;

const KEY = /^[a-z0-9][a-z0-9_-]{0,30}$/;
const MOST_TIERS = 12;
const MOST_GROWTH = 1_000_000_000_000;
const MOST_LENGTH = { rolling_months: 120, rolling_days: 3650 };

/** Everything wrong with a program's tiers that can be seen without its members; empty = usable. */
export function checkTiers(given: GivenTiers): LoyaltyProblem[] {
	const tiers = given['tiers'] ?? [];
	if (!Array.isArray(tiers)) return [{ field: 'tiers', reason: 'not_a_list' }];
	return [
		...unless(tiers.length <= MOST_TIERS, { field: 'tiers', reason: 'too_many_tiers', params: { max: MOST_TIERS } }),
		...tiers.flatMap((tier, index) => checkTier(asRow(tier), `tiers.${index}`)),
		...checkKeys(tiers.map((tier) => asRow(tier)['key'])),
		...checkOrder(tiers.map((tier) => asRow(tier)['qualify_min'])),
		...checkWindow(given, tiers.length > 0),
	];
}

function checkTier({ key, name, color, qualify_min: qualify, keep_min: keep, discount_percent: percent, benefits }: GivenTiers, at: string): LoyaltyProblem[] {
	const isSound = isWhole(qualify, 1, MOST_GROWTH);
	return [
		...unless(typeof key === 'string' && KEY.test(key), { field: `${at}.key`, reason: 'not_a_tier_key' }),
		...unless(typeof name === 'string' && name.trim() !== '' && name.length <= 120, { field: `${at}.name`, reason: 'no_name' }),
		...unless(isMissing(color) || typeof color === 'string', { field: `${at}.color`, reason: 'not_text' }),
		...unless(isMissing(benefits) || typeof benefits === 'string', { field: `${at}.benefits`, reason: 'not_text' }),
		...unless(isSound, { field: `${at}.qualify_min`, reason: 'not_a_whole_number', params: { min: 1, max: MOST_GROWTH } }),
		...checkKeep(keep, isSound ? Number(qualify) : null, `${at}.keep_min`),
		...unless(isMissing(percent) || isPercentage(percent), { field: `${at}.discount_percent`, reason: 'not_a_percentage' }),
	];
}

function checkKeep(keep: unknown, qualify: number | null, field: string): LoyaltyProblem[] {
	if (isMissing(keep)) return [];
	if (!isWhole(keep, 0, MOST_GROWTH)) return [{ field, reason: 'not_a_whole_number', params: { min: 0, max: MOST_GROWTH } }];
	return unless(qualify === null || Number(keep) <= qualify, { field, reason: 'keep_above_qualify', params: { qualify: qualify! } });
}

const checkKeys = (keys: unknown[]): LoyaltyProblem[] =>
	keys.flatMap((key, index) =>
		unless(keys.indexOf(key) === index, { field: `tiers.${index}.key`, reason: 'repeated_key', params: { key: String(key) } }),
	);

const checkOrder = (least: unknown[]): LoyaltyProblem[] =>
	least.flatMap((value, index) => {
		const below = least[index - 1];
		if (index === 0 || !isWhole(value, 1, MOST_GROWTH) || !isWhole(below, 1, MOST_GROWTH)) return [];
		return unless(Number(value) > Number(below), {
			field: `tiers.${index}.qualify_min`, reason: 'tier_not_above', params: { below: Number(below) },
		});
	});

/** A program without tiers may be half filled in. */
function checkWindow(given: GivenTiers, isUsed: boolean): LoyaltyProblem[] {
	const { tier_window: window, tier_window_length: length, tier_downgrade: downgrade, tier_grace_days: grace } = given;
	const most = MOST_LENGTH[window as keyof typeof MOST_LENGTH];
	const field = 'tier_window_length';
	const isRolling = isUsed && most !== undefined;
	return [
		...unlessOneOf(TIER_WINDOWS, window, 'tier_window'),
		...unlessOneOf(TIER_DOWNGRADES, downgrade, 'tier_downgrade'),
		...unless(!isRolling || !isMissing(length), { field, reason: 'length_missing' }),
		...unless(!isRolling || isMissing(length) || isWhole(length, 1, most), {
			field, reason: 'not_a_whole_number', params: { min: 1, max: most },
		}),
		...unless(isMissing(grace) || isWhole(grace, 0, 365), {
			field: 'tier_grace_days', reason: 'not_a_whole_number', params: { min: 0, max: 365 },
		}),
		...unless(!isUsed || window !== 'rolling_days' || isMissing(grace) || isMissing(length) || Number(grace) < Number(length), {
			field: 'tier_grace_days', reason: 'grace_too_long', params: { length: Number(length) },
		}),
	];
}

const unless = (ok: boolean, problem: LoyaltyProblem): LoyaltyProblem[] => (ok ? [] : [problem]);

const unlessOneOf = (choices: readonly string[], value: unknown, field: string): LoyaltyProblem[] =>
	unless(isMissing(value) || choices.includes(value as string), { field, reason: 'not_a_choice', params: { choices } });

const isMissing = (value: unknown): boolean => value === null || value === undefined || value === '';

/** As a number, or as forms and CSV files write one. */
function isWhole(value: unknown, least: number, most: number): boolean {
	const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
	return typeof number === 'number' && Number.isInteger(number) && least <= number && number <= most;
}

const isPercentage = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 100;

const asRow = (value: unknown): GivenTiers => (value !== null && typeof value === 'object' ? (value as GivenTiers) : {});
