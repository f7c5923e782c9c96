import { refusal } from '@guanxi/core/http';
import { fromMinor } from '@guanxi/core/money';
import { operation, type Operation } from '@guanxi/core/operations';
import { requireRow } from '@guanxi/core/rights';
import { readSettings } from '@guanxi/core/settings';
import { parseInstant } from '@guanxi/core/time';
import * as answers from '../../contract/answers.ts';
import { ACCOUNT, LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import type { Entry } from '../../domain/ledger/model.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { accountAnswer } from './account-answer.ts';
import { liability, trialBalance } from '../figures/reports.ts';
import * as requests from '../requests.ts';
import { requireProgram } from '../require.ts';
import { entryOf, type Row } from '../ledger/rows.ts';

const account = '/crm/loyalty/accounts/{id}';
const program = '/crm/loyalty/programs/{key}';
const tag = 'Loyalty';
/** The books of a whole program are for those who may correct them. */
export const answersForBooks = ['update', TABLES.accounts, 'available'] as const;

/** What is only read under `/crm/loyalty`. */
export const READINGS: Operation[] = [
	operation({
		method: 'get',
		path: account,
		summary: 'What a member has now, in which lots, and the tier',
		tag,
		may: ['read', TABLES.accounts],
		params: requests.AccountParams,
		answer: answers.AccountAnswer,
		handle: async ({ host, call, params: { id } }) => {
			await requireRow(host, call, { action: 'read', collection: TABLES.accounts, id, what: ACCOUNT });
			return accountAnswer(host, id);
		},
	}),
	operation({
		method: 'get',
		path: `${account}/entries`,
		summary: 'Entries of an account, newest first',
		tag,
		may: ['read', TABLES.entries],
		params: requests.AccountParams,
		query: requests.EntriesQuery,
		answer: answers.EntriesAnswer,
		handle: async ({ host, call, params: { id }, query: { limit, before } }) => {
			await requireRow(host, call, { action: 'read', collection: TABLES.accounts, id, what: ACCOUNT });
			const query = host.database(TABLES.entries).where({ account: id }).orderBy('seq', 'desc').limit(limit + 1);
			const rows: Row[] = await (before === undefined ? query : query.where('seq', '<', before));
			const entries = rows.slice(0, limit).map((row) => shown(entryOf(row)));
			return { entries, next: rows.length > limit ? entries.at(-1)!.seq : null };
		},
	}),
	operation({
		method: 'get',
		path: `${program}/liability`,
		summary: 'What the points that members hold would cost, now or at an earlier time',
		tag,
		may: answersForBooks,
		params: requests.ProgramParams,
		query: requests.LiabilityQuery,
		answer: answers.LiabilityAnswer,
		handle: async ({ host, params: { key }, query: { as_of: asked } }) => {
			const row = await requireProgram(host, key);
			const { timezone, currency } = await readSettings(host.database);
			const at = asked === undefined ? new Date() : parseInstant(asked, timezone);
			if (!at) throw refusal(400, LOYALTY_WORDS, { field: 'as_of', reason: 'not_a_date' });
			const { valueMinor, by_month_of_expiry: months, ...rest } = await liability(host.database, row, at);
			return {
				program: key,
				as_of: at.toISOString(),
				currency,
				value: Number(fromMinor(valueMinor)),
				by_month_of_expiry: months.map(({ valueMinor: minor, ...month }) => ({ ...month, value: Number(fromMinor(minor)) })),
				...rest,
			};
		},
	}),
	operation({
		method: 'get',
		path: `${program}/trial-balance`,
		summary: 'Members and counter accounts of a program; they add up to 0',
		tag,
		may: answersForBooks,
		params: requests.ProgramParams,
		answer: answers.TrialBalanceAnswer,
		handle: async ({ host, params: { key } }) => {
			const row = await requireProgram(host, key);
			return { program: key, ...(await trialBalance(host.database, String(row['id']))) };
		},
	}),
];

const shown = ({ id, seq, txn, type, points, tier_points, contra, status, lot, reverses, reason, ...entry }: Entry) => ({
	id,
	seq,
	txn,
	type,
	points,
	tier_points,
	contra,
	status,
	open_points: entry.open_points,
	lot,
	effective_at: entry.effective_at.toISOString(),
	available_on: entry.available_on,
	expires_on: entry.expires_on,
	reverses,
	reason,
	source: entry.source_type === null ? null : { type: entry.source_type, id: entry.source_id! },
});
