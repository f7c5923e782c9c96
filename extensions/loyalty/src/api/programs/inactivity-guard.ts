import type { Knex } from '@guanxi/core/directus';
import { dateIn } from '@guanxi/core/time';
import { addDays } from '../../domain/validity/days.ts';
import { NOTICE_DAYS } from '../../domain/validity/inactivity.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import type { Row } from '../ledger/rows.ts';

/** Points that members have do not end at once by a setting that is new or shorter: it holds some days after it was saved. */
export async function noteInactivity(database: Knex, payload: Row, keys: string[] = []): Promise<Row> {
	const { inactivity_months: months } = payload;
	if (months === undefined || months === null) return payload;
	const stored: Row[] = await database(TABLES.programs).whereIn('id', keys).select('timezone', 'inactivity_months');
	const isEarlier = ({ inactivity_months: before }: Row): boolean => before === null || Number(before) > Number(months);
	if (keys.length > 0 && !stored.some(isEarlier)) return payload;
	const timezone = String(payload['timezone'] ?? stored[0]?.['timezone'] ?? 'UTC');
	return { ...payload, inactivity_from: addDays(dateIn(new Date(), timezone), NOTICE_DAYS) };
}
