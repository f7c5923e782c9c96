import type { Knex } from 'knex';
import type { AdjustCutPoints, Conditions, Outbox, Ports } from '../application/ports.ts';
import { ratePeriods, type ExchangeRate } from '../domain/currency.ts';
import type { Locale } from '../domain/reason-text.ts';
import { createScoringStore } from './sql/scoring-store.ts';

export interface Surroundings {
	/** The root connection of Directus, never a transaction: runs commit in batches of their own. */
	knex: Knex;
	/** From `crm_settings`; `exchangeRates` may be null or JSON text. */
	settings: { timezone: string; currency: string; exchangeRates?: ExchangeRate[] | string | null };
	now: Date;
	conditions: Conditions;
	locale?: Locale;
	adjustCutPoints?: AdjustCutPoints;
	untracked?: (error: unknown) => void;
	outbox?: Outbox;
}

/** Connects the use cases with the database and the company's settings. */
export function createPorts(surroundings: Surroundings): Ports {
	const { knex, settings, now, conditions, locale = 'zh-CN', adjustCutPoints, untracked, outbox } = surroundings;
	const { timezone, currency, exchangeRates } = settings;
	return {
		store: createScoringStore(knex),
		settings: { timezone, currency, rates: ratePeriods(rateList(exchangeRates), currency, timezone) },
		now,
		conditions,
		locale,
		...(adjustCutPoints ? { adjustCutPoints } : {}),
		...(untracked ? { untracked } : {}),
		...(outbox ? { outbox } : {}),
	};
}

function rateList(rates: ExchangeRate[] | string | null | undefined): ExchangeRate[] {
	const list: unknown = typeof rates === 'string' ? JSON.parse(rates || '[]') : rates;
	return Array.isArray(list) ? (list as ExchangeRate[]) : [];
}
