import type { Knex } from 'knex';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { calendarsOf } from '../../extensions/core/src/api/clocks/calendar-versions.ts';
import { readClockEvents, readClocks } from '../../extensions/core/src/api/clocks/read-clocks.ts';
import { sweeper } from '../../extensions/core/src/api/actions/worker.ts';
import { replayClock } from '../../extensions/core/src/domain/clock/apply-event.ts';
import type { Clock } from '../../extensions/core/src/domain/clock/clock.ts';
import type { Step } from '../../extensions/core/src/domain/clock/step.ts';
import { changeCase, createClockTables, newCalendar, newCase, sweepAt, takeStepsAt, type CaseInput } from '../support/clocks/world.ts';
import { eachDatabase } from '../support/databases.ts';

const WORKDAY = [['09:00', '18:00']];
const FIVE_DAYS = { 1: WORKDAY, 2: WORKDAY, 3: WORKDAY, 4: WORKDAY, 5: WORKDAY };
const ALWAYS = Object.fromEntries(['1', '2', '3', '4', '5', '6', '7'].map((day) => [day, [['00:00', '00:00']]]));
const at = (text: string): Date => new Date(text);
const MONDAY = at('2026-10-05T10:00+08:00');
const HOUR = 3_600_000;

const step = (given: Partial<Step>): Step => ({
	when: 'percent', amount: 50, minutes: 'business', does: ['notify'], urgent: false, repeatEvery: null, repeatTimes: null, ...given,
});

eachDatabase('clocks', (name, connect) => {
	let knex: Knex;
	let calendar: string;
	beforeAll(async () => {
		knex = await connect();
		await createClockTables(knex);
	});
	beforeEach(async () => {
		for (const table of ['crm_clocks', 'crm_clock_events', 'crm_actions', 'example_deeds', 'example_cases']) await knex(table).del();
		calendar = await newCalendar(knex, FIVE_DAYS);
	});

	const started = async (starts: Partial<NonNullable<CaseInput['starts']>[number]>[], now = MONDAY): Promise<string> => {
		const id = await newCase(knex);
		await changeCase(knex, { id, starts: starts.map((one) => ({ metric: 'resolution', target: 480, calendar, ...one })) }, now);
		return id;
	};
	const clocksOf = (id: string): Promise<Clock[]> => readClocks(knex, 'example_cases', [id]);
	const facts = async (): Promise<Record<string, unknown>[]> => {
		const rows: { payload: string }[] = await knex('crm_actions').where({ kind: 'core.announce' }).select('payload');
		return rows.map(({ payload }) => JSON.parse(payload) as Record<string, unknown>);
	};
	/** Stored and replayed must be one; returns how many were compared. */
	const replayed = async (ids: string[]): Promise<number> => {
		const clocks = await readClocks(knex, 'example_cases', ids);
		const events = await readClockEvents(knex, clocks.map(({ id }) => id));
		const versions = [...events.values()].flat().flatMap((event) => ('calendarVersion' in event ? [event.calendarVersion] : []));
		const calendars = await calendarsOf(knex, versions);
		for (const clock of clocks) expect(replayClock(events.get(clock.id)!, calendars)).toEqual(clock);
		return clocks.length;
	};

	it('are stored as they are decided, and their events make them again', async () => {
		const id = await started([{ metric: 'ack', target: 60 }, { steps: [step({})] }, { metric: 'legal', unit: 'business_days', target: 7, pauses: false }]);
		await changeCase(knex, { id, move: 'meet', metric: 'ack' }, at('2026-10-05T10:30+08:00'));
		await changeCase(knex, { id, move: 'pause' }, at('2026-10-05T12:00+08:00'));
		await changeCase(knex, { id, move: 'resume' }, at('2026-10-06T09:00+08:00'));
		await changeCase(knex, { id, move: { retarget: 600 }, metric: 'resolution' }, at('2026-10-06T10:00+08:00'));
		const [ack, resolution, legal] = ['ack', 'resolution', 'legal'].map((metric) => (clock: Clock) => clock.metric === metric);
		const clocks = await clocksOf(id);
		expect(clocks.find(ack!)).toMatchObject({ state: 'met', endedAt: at('2026-10-05T10:30+08:00') });
		expect(clocks.find(resolution!)).toMatchObject({ state: 'running', target: 600, dueAt: at('2026-10-06T17:00+08:00') });
		expect(clocks.find(legal!)).toMatchObject({ state: 'running', dueAt: at('2026-10-14T23:59:59+08:00') });
		expect(await replayed([id])).toBe(3);
	});

	it('a breach is noted as of when it was due, and told once, whoever finds it', async () => {
		const id = await started([{}, { metric: 'ack', target: 60 }]);
		const other = await started([{}]);
		await changeCase(knex, { id: other, move: 'pause' }, at('2026-10-05T18:00:01+08:00'));
		const late = at('2026-10-08T03:00+08:00');
		await Promise.all([sweepAt(knex, late), sweepAt(knex, late)]);
		await sweepAt(knex, late);
		const found = Object.fromEntries((await clocksOf(id)).map(({ metric, state, breachedAt }) => [metric, [state, breachedAt]]));
		expect(found).toEqual({ resolution: ['breached', at('2026-10-05T18:00+08:00')], ack: ['breached', at('2026-10-05T11:00+08:00')] });
		expect(await facts()).toHaveLength(3);
		expect(await replayed([id, other])).toBe(3);
	});

	it('follow their calendar when it is edited, and keep what was used up by the old hours', async () => {
		const id = await started([{ target: 1080 }]);
		await knex('crm_calendars').where({ id: calendar }).update({ days: JSON.stringify({ '2026-10-06': [] }) });
		expect(await sweepAt(knex, at('2026-10-05T12:00+08:00'))).toEqual(['1 clocks moved']);
		expect((await clocksOf(id))[0]).toMatchObject({ dueAt: at('2026-10-08T10:00+08:00'), epoch: 2 });
		expect(await sweepAt(knex, at('2026-10-05T12:00:20+08:00'))).toEqual([]);
		expect(await replayed([id])).toBe(1);
	});

	it('a paused clock goes on by the hours that hold when it is resumed', async () => {
		const id = await started([{ target: 1080 }]);
		await changeCase(knex, { id, move: 'pause' }, at('2026-10-05T18:00+08:00'));
		await knex('crm_calendars').where({ id: calendar }).update({ days: JSON.stringify({ '2026-10-06': [] }) });
		await sweepAt(knex, at('2026-10-05T20:00+08:00'));
		await changeCase(knex, { id, move: 'resume' }, at('2026-10-06T08:00+08:00'));
		expect((await clocksOf(id))[0]).toMatchObject({ dueAt: at('2026-10-08T10:00+08:00') });
	});

	it('what was deleted past the commands has nothing promised any more', async () => {
		const id = await started([{}]);
		await knex('example_cases').where({ id }).del();
		await sweepAt(knex, at('2026-10-05T19:00+08:00'));
		expect((await clocksOf(id))[0]).toMatchObject({ state: 'breached', endedAt: at('2026-10-05T19:00+08:00') });
		expect(await facts()).toEqual([]);
		expect(await sweepAt(knex, at('2026-10-05T19:00+08:00'))).toEqual([]);
	});

	it('steps come when they are due, not while the clock is paused, and not again after it', async () => {
		const id = await started([{ steps: [step({}), step({ amount: 80, does: ['notify_lead', 'reassign'] })] }]);
		const deeds = async (): Promise<string[]> => knex('example_deeds').orderBy(['at_ms', 'deed']).pluck('deed');
		await takeStepsAt(knex, at('2026-10-05T14:00+08:00'));
		expect(await deeds()).toEqual(['notify']);
		await changeCase(knex, { id, move: 'pause' }, at('2026-10-05T15:00+08:00'));
		await takeStepsAt(knex, at('2026-10-06T17:00+08:00'));
		expect(await deeds(), 'while it is paused').toEqual(['notify']);
		await changeCase(knex, { id, move: 'resume' }, at('2026-10-06T17:00+08:00'));
		await takeStepsAt(knex, at('2026-10-07T11:00+08:00'));
		expect(await deeds()).toEqual(['notify', 'notify_lead', 'reassign']);
		expect(await replayed([id])).toBe(1);
	});

	it('six hours of outage, then 5,000 ticks at once on two instances: no step lost, none twice, one reassigns', async () => {
		calendar = await newCalendar(knex, ALWAYS);
		const ladder = [
			step({ amount: 50, does: ['notify_assignee'] }),
			step({ amount: 80, does: ['notify_lead', 'reassign'] }),
			step({ amount: 100, does: ['notify_lead', 'reassign'] }),
			step({ when: 'after', amount: 60, does: ['notify_manager', 'reassign'] }),
		];
		const ids: string[] = [];
		for (let i = 0; i < 40; i++) ids.push(await started([{ target: 120 + i, steps: ladder }]));
		const now = new Date(MONDAY.getTime() + 6 * HOUR);
		const instances = [1, 2].map(() => sweeper(async () => {
			await sweepAt(knex, now);
			await takeStepsAt(knex, now);
		}));
		await Promise.all(Array.from({ length: 5000 }, (_, i) => instances[i % 2]!()));
		const counts: { deed: string; n: string | number }[] = await knex('example_deeds').groupBy('clock', 'step', 'deed').select('deed', knex.raw('COUNT(*) AS n'));
		expect(counts.map(({ n }) => Number(n)).filter((n) => n !== 1)).toEqual([]);
		const byDeed = (deed: string): number => counts.filter((row) => row.deed === deed).length;
		expect([byDeed('notify_assignee'), byDeed('notify_lead'), byDeed('notify_manager'), byDeed('reassign')]).toEqual([40, 80, 40, 40]);
		expect(await knex('example_deeds').where({ is_late: false })).toEqual([]);
		expect(await facts()).toHaveLength(40);
		expect(await replayed(ids)).toBe(40);
		process.stdout.write(`${name}: ${counts.length} deeds of ${ids.length} clocks\n`);
	});
});
