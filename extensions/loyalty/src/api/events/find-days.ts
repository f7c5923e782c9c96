import { enqueueActions } from '@guanxi/core/actions';
import { dialect } from '@guanxi/core/dialect';
import type { Host, Knex } from '@guanxi/core/directus';
import { dateIn, startOfDay } from '@guanxi/core/time';
import { anniversaryOf, joinedFor, type Days } from '../../domain/events/anniversary.ts';
import { lunarBirths, solarBirths, type Births } from '../../domain/events/birth-dates.ts';
import { EARNINGS, type EarningEvent } from '../../domain/events/earn-event.ts';
import { eventAction } from '../../domain/events/event-action.ts';
import { addDays } from '../../domain/validity/days.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import type { Trigger } from '../../domain/rules/rule.ts';
import { instantOf, type Row } from '../ledger/rows.ts';
import { RULES } from '../rules/read-versions.ts';

/** After an outage birthdays of so many days are caught up with; today is one of them. */
const DAYS = 7;
const PAGE = 500;

interface Program {
	id: string;
	timezone: string;
}

/** A member whose day it is. */
type Found = EarningEvent & { account: string; source: string };

/**
 * Puts down birthdays and anniversaries of the last days that nobody was told of yet, by the days of each program. An action is due from
 * the first instant of its day, by the database's clock: a server whose clock is ahead gives nothing early. Each is looked at once.
 */
export async function findDays({ database }: Pick<Host, 'database'>, now: Date): Promise<string[]> {
	const counts = { birthday: 0, anniversary: 0 };
	const put = async (trigger: 'birthday' | 'anniversary', pages: AsyncGenerator<Found[]>): Promise<void> => {
		for await (const page of pages) {
			await enqueueActions(database, page.map(({ account, ...event }) => eventAction(account, event)), now);
			counts[trigger] += page.length;
		}
	};
	for (const program of await programsWith(database, 'birthday')) await put('birthday', birthdays(database, program, now));
	for (const program of await programsWith(database, 'anniversary')) await put('anniversary', anniversaries(database, program, now));
	return Object.entries(counts).flatMap(([name, count]) => (count > 0 ? [`${name} looked at: ${count}`] : []));
}

const programsWith = (database: Knex, trigger: Trigger): Promise<Program[]> =>
	database(TABLES.programs)
		.where({ status: 'active' })
		.whereIn('id', database(RULES).where({ trigger }).where('version', '>', 0).select('program'))
		.select('id', 'timezone');

function daysUntil(now: Date, timezone: string): Days {
	const last = dateIn(now, timezone);
	return { first: addDays(last, 1 - DAYS), last };
}

async function* birthdays(database: Knex, program: Program, now: Date): AsyncGenerator<Found[]> {
	const { first, last } = daysUntil(now, program.timezone);
	for (let day = first; day <= last; day = addDays(day, 1)) {
		yield* bornOn(database, program, { day, births: solarBirths(day), isLunar: false });
		yield* bornOn(database, program, { day, births: lunarBirths(day), isLunar: true });
	}
}

/** The index on birthdays finds them, whatever the year; who joined on the day itself has it from then on. */
async function* bornOn(
	database: Knex,
	program: Program,
	{ day, births: { year, dates }, isLunar }: { day: string; births: Births; isLunar: boolean },
): AsyncGenerator<Found[]> {
	if (dates.length === 0) return;
	const [begin, end] = [startOfDay(day, program.timezone), startOfDay(addDays(day, 1), program.timezone)];
	const source = String(year);
	for await (const customers of pagesOf('id', () => keeping(database, { dates, isLunar }))) {
		const ids = customers.map(({ id }) => String(id));
		const rows: Row[] = await untold(database, { program, trigger: 'birthday', source })
			.whereIn('account.customer', ids)
			.select('account.id as id', 'account.enrolled_at as joined');
		const members = rows.map(({ id, joined }) => ({ account: String(id), joined: instantOf(joined) })).filter(({ joined }) => joined < end);
		yield members.map(({ account, joined }) => ({ account, trigger: 'birthday', source, at: laterOf(begin, joined) }));
	}
}

/** Asked by themselves: joined with accounts, SQLite would read all of these. */
function keeping(database: Knex, { dates, isLunar }: { dates: string[]; isLunar: boolean }): Knex.QueryBuilder {
	const born = database('crm_customers').whereIn('birthday', storedDays(database, dates)).select('id');
	return isLunar ? born.where('birthday_lunar', true) : born.where((kept) => void kept.where('birthday_lunar', false).orWhereNull('birthday_lunar'));
}

/** What Directus writes SQLite keeps as milliseconds; imports and plain SQL write text there. */
const storedDays = (database: Knex, days: string[]): (string | number)[] =>
	dialect(database) === 'sqlite3' ? [...days, ...days.map((day) => Date.parse(day))] : days;

const laterOf = (a: Date, b: Date): Date => (a > b ? a : b);

async function* anniversaries(database: Knex, program: Program, now: Date): AsyncGenerator<Found[]> {
	const { timezone } = program;
	const days = daysUntil(now, timezone);
	const eldest: Row | undefined = await database(TABLES.accounts).where({ program: program.id }).min({ joined: 'enrolled_at' }).first();
	if (!eldest?.['joined']) return;
	for (let years = 1; joinedFor(days, years, timezone).to > instantOf(eldest['joined']); years++) {
		const { from, to } = joinedFor(days, years, timezone);
		const source = String(years);
		const members = (): Knex.QueryBuilder =>
			untold(database, { program, trigger: 'anniversary', source })
				.where('account.enrolled_at', '>=', from)
				.where('account.enrolled_at', '<', to)
				.select('account.id as id', 'account.enrolled_at as joined');
		for await (const page of pagesOf('account.id', members)) {
			const found = page.map(({ id, joined }) => ({ account: String(id), day: anniversaryOf(instantOf(joined), years, timezone) }));
			const theirs = found.filter(({ day }) => days.first <= day && day <= days.last);
			yield theirs.map(({ account, day }) => ({ account, trigger: 'anniversary', source, at: startOfDay(day, timezone), anniversaryYear: years }));
		}
	}
}

/** Page by page in the order of a key: memory holds one. */
async function* pagesOf(key: string, query: () => Knex.QueryBuilder): AsyncGenerator<Row[]> {
	for (let after = ''; ; ) {
		const page = query().orderBy(key).limit(PAGE);
		const rows: Row[] = await (after === '' ? page : page.where(key, '>', after));
		if (rows.length > 0) yield rows;
		if (rows.length < PAGE) return;
		after = String(rows.at(-1)!['id']);
	}
}

/** Accounts that this was not looked at for. */
function untold(
	database: Knex,
	{ program, trigger, source }: { program: Program; trigger: Trigger; source: string },
): Knex.QueryBuilder {
	return database(`${TABLES.accounts} as account`)
		.leftJoin(`${EARNINGS} as earning`, (on) => {
			void on.on('earning.account', 'account.id').andOnVal('earning.trigger', trigger).andOnVal('earning.source', source);
		})
		.where({ 'account.program': program.id })
		.whereNot('account.status', 'closed')
		.whereNull('earning.id');
}
