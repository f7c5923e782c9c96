import type { Knex } from '@guanxi/core/directus';
import { InvalidPayloadError } from '@guanxi/core/http';
import { isTimezone } from '@guanxi/core/time';
import { TABLES } from '../domain/open-book.ts';

type Payload = Record<string, unknown>;

/** Refuses a time zone that the calendar does not know, and another one once members have points that last until its days. */
export async function checkTimezone(database: Knex, payload: Payload, keys: string[] = []): Promise<Payload> {
	const { timezone } = payload;
	if (timezone === undefined) return payload;
	if (typeof timezone !== 'string' || !isTimezone(timezone)) {
		throw new InvalidPayloadError({ field: 'timezone', reason: 'must be a time zone such as Asia/Shanghai' });
	}
	if (keys.length === 0) return payload;
	const moved = await database(`${TABLES.programs} as program`)
		.join(`${TABLES.accounts} as account`, 'account.program', 'program.id')
		.whereIn('program.id', keys)
		.whereNot('program.timezone', timezone)
		.first('program.id');
	if (moved) throw new InvalidPayloadError({ field: 'timezone', reason: 'stays as it is, because the program has members' });
	return payload;
}
