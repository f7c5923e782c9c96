import type { Host } from '@guanxi/core/directus';
import { refusal } from '@guanxi/core/http';
import { readSettings } from '@guanxi/core/settings';
import { monthsBefore, parseInstant } from '@guanxi/core/time';
import { RULE_WORDS } from '../../domain/rules/rule-words.ts';

const MOST_YEARS = 10;
const YEAR_MS = 366 * 24 * 3600 * 1000;
const USUAL_MONTHS = 12;

export interface Period {
	from: Date;
	/** Not a part of it. */
	to: Date;
}

/** What was asked for; the last twelve months until now where nothing was. */
export async function periodOf({ database }: Host, given: { from?: string | undefined; to?: string | undefined }): Promise<Period> {
	const { timezone } = await readSettings(database);
	const read = (field: 'from' | 'to'): Date | null => {
		const text = given[field];
		if (text === undefined) return null;
		const at = parseInstant(text, timezone);
		if (!at || !isUsual(at)) throw refusal(400, RULE_WORDS, { field, reason: 'not_a_date' });
		return at;
	};
	const to = read('to') ?? new Date();
	const from = read('from') ?? monthsBefore(to, USUAL_MONTHS, timezone);
	if (from >= to) throw refusal(400, RULE_WORDS, { field: 'to', reason: 'not_a_period' });
	if (to.getTime() - from.getTime() > MOST_YEARS * YEAR_MS) {
		throw refusal(400, RULE_WORDS, { field: 'to', reason: 'period_too_long', params: { years: MOST_YEARS } });
	}
	return { from, to };
}

/** Databases know no instants far away, and calendars no month after the last one. */
const isUsual = (at: Date): boolean => at.getUTCFullYear() >= 1971 && at.getUTCFullYear() <= 9998;
