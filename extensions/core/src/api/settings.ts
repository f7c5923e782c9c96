import { isTimezone } from '@guanxi/core/time';
import type { Knex } from './directus.ts';

export interface ExchangeRate {
	currency: string;
	rate: number;
	/** ISO date from which the rate holds. */
	validFrom: string | null;
}

export interface Settings {
	timezone: string;
	currency: string;
	exchangeRates: ExchangeRate[];
	language: string;
	/** As mails and public pages show it. */
	organisation: string | null;
}

const DEFAULTS: Settings = { timezone: 'Asia/Shanghai', currency: 'CNY', exchangeRates: [], language: 'zh-CN', organisation: null };

/** The organisation's settings; the defaults of the contract where nobody has set anything. */
export async function readSettings(knex: Knex): Promise<Settings> {
	const row: Record<string, unknown> = (await knex('crm_settings').first()) ?? {};
	const text = (name: string): string | undefined => textOf(row[name]);
	const timezone = text('timezone');
	return {
		timezone: timezone && isTimezone(timezone) ? timezone : DEFAULTS.timezone,
		currency: text('currency') ?? DEFAULTS.currency,
		exchangeRates: readRates(row['exchange_rates']),
		language: text('language') ?? DEFAULTS.language,
		organisation: text('organisation_name') ?? null,
	};
}

/** The currency alone: every order that names none asks for it, in the request that creates it. */
export async function readCurrency(knex: Knex): Promise<string> {
	const row: { currency: unknown } | undefined = await knex('crm_settings').first('currency');
	return textOf(row?.currency) ?? DEFAULTS.currency;
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/**
 * JSON columns arrive as text on SQLite and parsed elsewhere; entries that are no rate are left
 * out.
 */
function readRates(stored: unknown): ExchangeRate[] {
	const list = typeof stored === 'string' ? parseJson(stored) : stored;
	if (!Array.isArray(list)) return [];
	return list.flatMap((entry: unknown) => {
		const { currency, rate, valid_from: validFrom } = (entry ?? {}) as Record<string, unknown>;
		const value = Number(rate);
		if (typeof currency !== 'string' || currency === '' || !Number.isFinite(value) || value <= 0) return [];
		return [{ currency, rate: value, validFrom: typeof validFrom === 'string' ? validFrom : null }];
	});
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
