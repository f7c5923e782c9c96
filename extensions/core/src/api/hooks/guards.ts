import { defineHook } from '@directus/extensions-sdk';
import { coreSchema } from '@guanxi/schema/core/index';
import { META_TABLES } from '@guanxi/schema/core/tables';
import { checkCalendar } from '../../domain/business-time/check-calendar.ts';
import { CALENDAR_WORDS } from '../../domain/business-time/calendar-words.ts';
import { guardTriggers } from '../triggers/tend-triggers.ts';
import { assignCustomerCode } from '../customer-code.ts';
import type { Host, Knex } from '../directus.ts';
import { REQUEST_WORDS } from '../../domain/request-words.ts';
import { refusal } from '../errors.ts';
import { numberEvent } from '../facts.ts';
import { guardComputed } from '../guard.ts';
import { requirePermission } from '../rights.ts';
import { readCurrency } from '../settings.ts';
import { tellingFilter } from '../told.ts';

type Payload = Record<string, unknown>;

/** What must hold for every write, whoever makes it: computed fields, customer codes, calendars that can be read, event numbers. */
export default defineHook((register, context) => {
	guardTriggers(register, context as unknown as Host);
	const filter = tellingFilter(register.filter);
	guardComputed({ filter }, { ...coreSchema, tables: [...META_TABLES, ...coreSchema.tables] });

	filter<Payload>('crm_customers.items.create', async (payload, _meta, { database }) => ({
		...payload,
		code: await assignCustomerCode(database as Knex, payload['code']),
	}));

	filter<Payload>('crm_customers.items.update', (payload) => {
		if ('code' in payload && !payload['code']) {
			throw refusal(400, REQUEST_WORDS, { field: 'code', reason: 'code_emptied' });
		}
		return payload;
	});

	filter<Payload>('crm_orders.items.create', async (payload, _meta, { database }) => {
		if (payload['currency']) return payload;
		return { ...payload, currency: await readCurrency(database as Knex) };
	});

	for (const action of ['create', 'update'] as const) {
		filter<Payload>(`crm_calendars.items.${action}`, async (payload, _meta, { database, accountability }) => {
			const problems = checkCalendar(payload);
			if (problems.length === 0) return payload;
			// Directus asks hooks before it checks rights; whoever may not write hears that first.
			if (accountability) await requirePermission({ database: database as Knex }, { accountability }, action, 'crm_calendars');
			throw refusal(400, CALENDAR_WORDS, problems);
		});
	}

	filter<Payload>('crm_events.items.create', (payload, _meta, { database }) =>
		numberEvent(database as Knex, payload),
	);
});
