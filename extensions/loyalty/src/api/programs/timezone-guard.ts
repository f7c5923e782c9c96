import type { Knex } from '@guanxi/core/directus';
import { refusal } from '@guanxi/core/http';
import { isTimezone } from '@guanxi/core/time';
import { LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';

type Payload = Record<string, unknown>;

/** Refuses a time zone that the calendar does not know, and another one once members have points that last until its days. */
export async function checkTimezone(database: Knex, payload: Payload, keys: string[] = []): Promise<Payload> {
	const { timezone } = payload;
	if (timezone === undefined) return payload;
	if (typeof timezone !== 'string' || !isTimezone(timezone)) {
		throw refusal(400, LOYALTY_WORDS, { field: 'timezone', reason: 'not_a_timezone' });
	}
	if (keys.length === 0) return payload;
	const moved = await database(`${TABLES.programs} as program`)
		.join(`${TABLES.accounts} as account`, 'account.program', 'program.id')
		.whereIn('program.id', keys)
		.whereNot('program.timezone', timezone)
		.first('program.id');
	if (moved) throw refusal(400, LOYALTY_WORDS, { field: 'timezone', reason: 'timezone_in_use' });
	return payload;
}
