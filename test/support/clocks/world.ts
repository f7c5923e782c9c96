import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { TableSpec } from '@guanxi/schema/model';
import { crmCalendars } from '@guanxi/schema/core/crm-calendars';
import { META_TABLES } from '@guanxi/schema/core/tables';
import { CLOCK_INDEXES, CLOCK_TABLES } from '@guanxi/schema/core/tables-clocks';
import { DURABLE_INDEXES, DURABLE_TABLES } from '@guanxi/schema/core/tables-durable';
import { actionStore } from '../../../extensions/core/src/api/actions/store.ts';
import { readTimekeeping, type Timekeeping } from '../../../extensions/core/src/api/clocks/read-clocks.ts';
import { stepHandler, type StepTaker } from '../../../extensions/core/src/api/clocks/step-handler.ts';
import { sweepClocks } from '../../../extensions/core/src/api/clocks/sweep-clocks.ts';
import { runUnheard } from '../../../extensions/core/src/api/command/run.ts';
import { sweepActions, type Swept } from '../../../extensions/core/src/application/actions/sweep-actions.ts';
import type { Command, Outcome } from '../../../extensions/core/src/application/command/run-command.ts';
import { limitOf, type ClockMove, type Limit } from '../../../extensions/core/src/domain/clock/clock.ts';
import { clockWrites } from '../../../extensions/core/src/domain/clock/clock-change.ts';
import { moveClock, startClock, type ClockChange } from '../../../extensions/core/src/domain/clock/move-clock.ts';
import type { Step } from '../../../extensions/core/src/domain/clock/step.ts';
import { createTestTables } from '../tables.ts';

const CASES: TableSpec = {
	table: 'example_cases',
	columns: [
		{ column: 'id', type: 'uuid', primary: true },
		{ column: 'customer', type: 'uuid' },
		{ column: 'ver', type: 'bigInteger', notNull: true },
	],
};

/** What steps did, without any key that would hide a doubled one. */
const DEEDS: TableSpec = {
	table: 'example_deeds',
	columns: [
		{ column: 'clock', type: 'uuid' },
		{ column: 'cycle', type: 'integer' },
		{ column: 'step', type: 'string', maxLength: 64 },
		{ column: 'deed', type: 'string', maxLength: 64 },
		{ column: 'is_late', type: 'boolean' },
		{ column: 'at_ms', type: 'bigInteger' },
	],
};

export async function createClockTables(knex: Knex): Promise<void> {
	const needed = META_TABLES.filter(({ table }) => ['crm_counters', 'crm_leases'].includes(table));
	await createTestTables(knex, {
		collections: [{ spec: crmCalendars }],
		tables: [...DURABLE_TABLES, ...CLOCK_TABLES, ...needed, CASES, DEEDS],
		indexes: [...DURABLE_INDEXES, ...CLOCK_INDEXES],
	});
}

export async function newCalendar(knex: Knex, week: object, days: object = {}, timezone = 'Asia/Shanghai'): Promise<string> {
	const id = randomUUID();
	await knex('crm_calendars').insert({ id, key: id, name: id, timezone, week: JSON.stringify(week), days: JSON.stringify(days) });
	return id;
}

export async function newCase(knex: Knex): Promise<string> {
	const id = randomUUID();
	await knex('example_cases').insert({ id, customer: randomUUID(), ver: 0 });
	return id;
}

const WHAT = ['案件', 'Case'] as const;
const STEP = 'example.step';

/** A plugin whose cases have clocks. */
export const OWNER: StepTaker<null> = {
	collection: 'example_cases',
	what: WHAT,
	stepKind: STEP,
	columns: ['customer'],
	breached: ({ after }, row) => ({
		type: 'crm.example.case_breached',
		subjectCollection: 'example_cases',
		subjectId: after.subjectId,
		customer: String(row['customer']),
		payload: { metric: after.metric, due_at: after.dueAt!.toISOString() },
		occurredAt: after.breachedAt!,
		dedupeKey: `breached:${after.id}`,
	}),
	load: () => Promise.resolve(null),
	act: (_state, { clock, does, key, isLate }, { now }) => ({
		effects: [{ insert: 'example_deeds', rows: does.map((deed) => ({ clock: clock.id, cycle: clock.cycle, step: key, deed, is_late: isLate, at_ms: now.getTime() })) }],
	}),
};

/** What a test asks of the clocks of a case. */
export interface CaseInput {
	id: string;
	/** Starts clocks: the limit of each metric, with its cycle. */
	starts?: { metric: string; cycle?: number; calendar: string; target: number; unit?: Limit['unit']; pauses?: boolean; steps?: Step[] }[];
	/** Or moves all of them that fit, or those of one metric. */
	move?: 'pause' | 'resume' | 'meet' | 'cancel' | 'reopen' | { retarget: number };
	metric?: string;
}

const command: Command<CaseInput, Timekeeping, null, Knex> = {
	name: 'example.change-case',
	unlogged: true,
	locks: ({ id }) => [{ table: 'example_cases', id, what: WHAT }],
	load: (reader, { id, starts = [] }) => readTimekeeping(reader, { collection: 'example_cases', ids: [id], calendars: starts.map(({ calendar }) => calendar) }),
	decide: ({ clocks, calendars, versions }, { id, starts = [], move, metric }, { now, newId }) => {
		const started = starts.map(({ metric: name, cycle = 0, calendar, unit = 'business_minutes', pauses = true, steps = [], target }) =>
			startClock(
				{ id: newId(), subjectCollection: 'example_cases', subjectId: id, metric: name, cycle, unit, target, pauses, calendar, calendarVersion: versions.get(calendar)!, policy: null, steps },
				now,
				calendars,
			),
		);
		const moved = move === undefined ? [] : clocks.filter((clock) => metric === undefined || clock.metric === metric).map((clock): ClockChange => {
			const asked: ClockMove = typeof move === 'string' ? { move } : { move: 'retarget', ...limitOf(clock), calendarVersion: versions.get(clock.calendar)!, target: move.retarget };
			return moveClock(clock, asked, now, calendars);
		});
		const changes = [...started, ...moved];
		const late = changes.filter(({ isBreached }) => isBreached);
		return { answer: null, ...clockWrites(changes, STEP, calendars), facts: late.map((change) => OWNER.breached(change, { customer: null })) };
	},
};

export const changeCase = (knex: Knex, input: CaseInput, now?: Date): Promise<Outcome<null>> =>
	runUnheard(knex, command, { input, caller: 'tester', idempotencyKey: null, now });

export const sweepAt = (knex: Knex, now: Date): Promise<string[]> => sweepClocks(knex, OWNER, now);

/** Takes the steps that are due; facts stay where they are. */
export const takeStepsAt = (knex: Knex, now: Date, owner = randomUUID()): Promise<Swept> =>
	sweepActions({
		store: { ...actionStore(knex), now: () => Promise.resolve(now) },
		handlers: [stepHandler(OWNER, (asked, request) => runUnheard(knex, asked, request))],
		owner,
		spread: () => 0,
		onFailure: (_action, error) => {
			throw error as Error;
		},
	});
