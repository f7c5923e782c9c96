import { readJson } from '@guanxi/core/calendar';
import { DEEDS } from './deeds.ts';
import { isLegal, METRICS, type Metric } from './policy.ts';
import type { SlaProblem } from './sla-words.ts';

type Given = Record<string, unknown>;

const UNIT_NAMES = ['business_minutes', 'business_days', 'calendar_days'] as const;
const WHENS = ['percent', 'before', 'after'] as const;
const MINUTES = ['business', 'wall'] as const;
/** A year of business minutes, ten of days. */
const MOST = { business_minutes: 525_600, business_days: 3650, calendar_days: 3650 } as const;
const MOST_MINUTES = 525_600;
const MOST_REPEATS = 20;

/** What is wrong with a policy as it would be saved; empty = usable. */
export function checkPolicy({ basis, targets, steps }: { basis?: unknown; targets?: unknown; steps?: unknown }): SlaProblem[] {
	const lines = listOf(targets);
	const rungs = listOf(steps);
	return [
		...oneOf('basis', basis ?? 'service', ['service', 'law']),
		...(lines === null ? [{ field: 'targets', reason: 'not_a_list' } as const] : lines.flatMap((line, n) => checkTarget(line, `targets.${n}`, basis === 'law'))),
		...(lines === null ? [] : checkRepeats(lines)),
		...(rungs === null ? [{ field: 'steps', reason: 'not_a_list' } as const] : rungs.flatMap((rung, n) => checkStep(rung, `steps.${n}`))),
	];
}

function checkTarget({ metric, severity, amount, unit, pauses }: Given, at: string, byLaw: boolean): SlaProblem[] {
	const known = METRICS.includes(metric as Metric);
	const most = MOST[unit as keyof typeof MOST] ?? MOST_MINUTES;
	return [
		...oneOf(`${at}.metric`, metric, METRICS),
		...(known && isLegal(metric as Metric) !== byLaw ? [{ field: `${at}.metric`, reason: 'legal_metric' } as const] : []),
		...(isMissing(severity) ? [] : whole(`${at}.severity`, severity, 1, 4)),
		...whole(`${at}.amount`, amount, 1, most),
		...oneOf(`${at}.unit`, unit, UNIT_NAMES),
		...yesNo(`${at}.pauses`, pauses),
		...(byLaw && pauses === true ? [{ field: `${at}.pauses`, reason: 'legal_pauses' } as const] : []),
	];
}

/** The second of two lines for the same thing would never count. */
const checkRepeats = (lines: Given[]): SlaProblem[] => {
	const keys = lines.map(({ metric, severity }) => `${String(metric)}:${String(severity ?? '')}`);
	return keys.flatMap((key, n) => (keys.indexOf(key) < n ? [{ field: `targets.${n}.metric`, reason: 'repeated_target' } as const] : []));
};

function checkStep({ metric, when, amount, minutes, does, urgent, repeat_every: every, repeat_times: times }: Given, at: string): SlaProblem[] {
	const deeds = Array.isArray(does) ? (does as unknown[]) : null;
	return [
		...(isMissing(metric) ? [] : oneOf(`${at}.metric`, metric, METRICS)),
		...oneOf(`${at}.when`, when, WHENS),
		...whole(`${at}.amount`, amount, when === 'percent' ? 1 : 0, when === 'percent' ? 100 : MOST_MINUTES),
		...(isMissing(minutes) ? [] : oneOf(`${at}.minutes`, minutes, MINUTES)),
		...(deeds === null || deeds.length === 0 ? [{ field: `${at}.does`, reason: 'not_a_list' } as const] : deeds.flatMap((deed) => oneOf(`${at}.does`, deed, DEEDS))),
		...yesNo(`${at}.urgent`, urgent),
		...(isMissing(every) === isMissing(times) ? [] : [{ field: `${at}.repeat_every`, reason: 'repeat_incomplete' } as const]),
		...(isMissing(every) ? [] : whole(`${at}.repeat_every`, every, 1, MOST_MINUTES)),
		...(isMissing(times) ? [] : whole(`${at}.repeat_every`, times, 1, MOST_REPEATS)),
	];
}

/** Null: no list. Nothing is an empty one. */
function listOf(stored: unknown): Given[] | null {
	const value = isMissing(stored) ? [] : readJson(stored);
	return Array.isArray(value) ? value.map((item) => (item !== null && typeof item === 'object' ? (item as Given) : {})) : null;
}

const isMissing = (value: unknown): boolean => value === null || value === undefined;

const oneOf = (field: string, value: unknown, choices: readonly string[]): SlaProblem[] =>
	choices.includes(value as string) ? [] : [{ field, reason: 'unknown_choice', params: { choices } }];

const whole = (field: string, value: unknown, min: number, max: number): SlaProblem[] =>
	Number.isInteger(value) && Number(value) >= min && Number(value) <= max ? [] : [{ field, reason: 'not_a_whole_number', params: { min, max } }];

const yesNo = (field: string, value: unknown): SlaProblem[] =>
	isMissing(value) || typeof value === 'boolean' ? [] : [{ field, reason: 'not_yes_or_no' }];
