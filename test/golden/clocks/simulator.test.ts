import type { Knex } from 'knex';
import { expect, it } from 'vitest';
import { calendarsOf } from '../../../extensions/core/src/api/clocks/calendar-versions.ts';
import { readClockEvents, readClocks } from '../../../extensions/core/src/api/clocks/read-clocks.ts';
import { replayClock } from '../../../extensions/core/src/domain/clock/apply-event.ts';
import type { Clock } from '../../../extensions/core/src/domain/clock/clock.ts';
import { stepKey, type Step } from '../../../extensions/core/src/domain/clock/step.ts';
import { auditClock } from '../../support/clocks/auditor.ts';
import { changeCase, createClockTables, newCalendar, newCase, sweepAt, takeStepsAt, type CaseInput } from '../../support/clocks/world.ts';
import { eachDatabase } from '../../support/databases.ts';

const BEGIN = Date.parse('2026-01-05T00:00:00Z');
const DAY = 86_400_000;
const SPLIT = [['09:00', '12:00'], ['13:00', '18:00']];
const FIVE_DAYS = { 1: SPLIT, 2: SPLIT, 3: SPLIT, 4: SPLIT, 5: SPLIT };
const NIGHTS = { 1: [['22:00', '06:00']], 3: [['22:00', '06:00']], 5: [['22:00', '06:00']] };
/** Longer runs: GUANXI_SIMULATIONS=20 npm test -- test/golden/clocks/simulator */
const SEEDS = Array.from({ length: Number(process.env['GUANXI_SIMULATIONS'] ?? 1) }, (_, i) => i + 1);

const step = (given: Partial<Step>): Step => ({
	when: 'percent', amount: 50, minutes: 'business', does: ['notify'], urgent: false, repeatEvery: null, repeatTimes: null, ...given,
});
const LADDER: Step[] = [
	step({ amount: 50, does: ['notify_assignee'] }),
	step({ amount: 80, does: ['notify_lead', 'reassign'] }),
	step({ amount: 100, does: ['notify_lead', 'raise'], urgent: true }),
	step({ when: 'before', amount: 60, does: ['notify_assignee'] }),
	step({ when: 'after', amount: 120, does: ['notify_manager', 'reassign'], repeatEvery: 240, repeatTimes: 2 }),
];
const KEYS = LADDER.flatMap((one) => Array.from({ length: 1 + (one.repeatEvery ? one.repeatTimes! : 0) }, (_, n) => stepKey(one, n))).sort();

/** The same numbers for the same seed. */
function chances(seed: number): (below: number) => number {
	let state = seed * 0x9e3779b9;
	return (below) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
	};
}

const MOVES: NonNullable<CaseInput['move']>[] = ['pause', 'resume', 'pause', 'resume', 'meet', 'meet', 'cancel', 'reopen'];

/** A busy team: cases, waits, new limits, edited calendars, and a sweep that is now and then down for days. */
async function liveThrough(knex: Knex, seed: number, days: number): Promise<string[]> {
	const chance = chances(seed);
	const calendars = [await newCalendar(knex, FIVE_DAYS), await newCalendar(knex, NIGHTS, {}, 'America/New_York')];
	const cases: string[] = [];
	let now = BEGIN;
	let sweptAt = BEGIN;
	for (; now < BEGIN + days * DAY; now += 1000 * (60 + chance(43_200))) {
		const at = new Date(now);
		if (chance(5) === 0 || cases.length === 0) {
			const id = await newCase(knex);
			cases.push(id);
			const calendar = calendars[chance(2)]!;
			const starts = [
				{ metric: 'resolution', calendar, target: 60 + chance(3000), steps: LADDER },
				...(chance(3) === 0 ? [{ metric: 'legal', calendar, unit: 'business_days' as const, target: 1 + chance(20), pauses: false, steps: LADDER }] : []),
			];
			await changeCase(knex, { id, starts }, at);
		} else {
			// A tenth of the cases is never touched again, so that their ladders come to an end.
			const id = cases.at(-1 - chance(Math.min(cases.length, 25)))!;
			const move = chance(12) === 0 ? { retarget: 30 + chance(3000) } : MOVES[chance(MOVES.length)]!;
			if (cases.indexOf(id) % 10 !== 0) await changeCase(knex, { id, move, ...(typeof move === 'object' ? { metric: 'resolution' } : {}) }, at);
		}
		if (chance(60) === 0) {
			const date = new Date(now + chance(40) * DAY).toISOString().slice(0, 10);
			const row = (await knex('crm_calendars').where({ id: calendars[0] }).first('days')) as { days: string | object };
			const days = typeof row.days === 'string' ? (JSON.parse(row.days) as object) : row.days;
			await knex('crm_calendars').where({ id: calendars[0] }).update({ days: JSON.stringify({ ...days, [date]: chance(2) === 0 ? [] : SPLIT }) });
		}
		// Down for up to three days, every other week.
		const pause = chance(40) === 0 ? chance(3 * 86_400) * 1000 : 0;
		if (now - sweptAt < pause) continue;
		sweptAt = now;
		await sweepAt(knex, at);
		await takeStepsAt(knex, at);
	}
	// Two months later, every six hours of four days: what waits for the morning finds one.
	for (let hours = 0; hours <= 96; hours += 6) {
		const at = new Date(now + 60 * DAY + hours * 3_600_000);
		await sweepAt(knex, at);
		await takeStepsAt(knex, at);
	}
	return cases;
}

/** Two years on SQLite; two months elsewhere, where only the database differs. */
eachDatabase('a long life of clocks', (name, connect) => {
	it.each(SEEDS)('seed %i: an independent auditor finds every clock, breach and step as it must be', async (seed) => {
		const knex = await connect();
		await createClockTables(knex);
		const began = performance.now();
		const cases = await liveThrough(knex, seed, name === 'SQLite' ? 2 * 365 : 60);
		const took = (performance.now() - began) / 1000;
		const clocks: Clock[] = [];
		for (let first = 0; first < cases.length; first += 200) clocks.push(...(await readClocks(knex, 'example_cases', cases.slice(first, first + 200))));
		const events = new Map<string, Awaited<ReturnType<typeof readClockEvents>> extends Map<string, infer E> ? E : never>();
		for (let first = 0; first < clocks.length; first += 200) {
			for (const [id, list] of await readClockEvents(knex, clocks.slice(first, first + 200).map(({ id }) => id))) events.set(id, list);
		}
		const calendars = await calendarsOf(knex, [...events.values()].flat().flatMap((event) => ('calendarVersion' in event ? [event.calendarVersion] : [])));
		const seen: Record<string, number> = {};
		for (const clock of clocks) {
			const own = events.get(clock.id)!;
			expect(replayClock(own, calendars)).toEqual(clock);
			const { state, breachedAt, endedAt, steps } = auditClock(own, calendars);
			expect({ state, breachedAt, endedAt }, clock.id).toEqual({ state: clock.state, breachedAt: clock.breachedAt, endedAt: clock.endedAt });
			expect(steps.filter(({ state: then, isOver }) => isOver || (then !== 'running' && then !== 'breached')), 'steps of clocks that stood still').toEqual([]);
			for (const { key, share } of steps) {
				const percent = /^percent:(\d+)/.exec(key);
				// Days are told at the end of the day, so a share of them is rounded down.
				if (percent && clock.unit === 'business_minutes') expect(share, key).toBeGreaterThanOrEqual(Number(percent[1]) / 100 - 0.001);
			}
			if (clock.state === 'breached' && clock.endedAt === null) expect([...clock.stepsDone].sort(), 'the whole ladder').toEqual(KEYS);
			seen[clock.state] = (seen[clock.state] ?? 0) + 1;
		}
		const doubled = await knex('example_deeds').groupBy('clock', 'step', 'deed').havingRaw('COUNT(*) > 1').select('clock', 'step', 'deed');
		expect(doubled).toEqual([]);
		const told = new Set<string>(await knex('crm_actions').where({ kind: 'core.announce' }).pluck('dedupe_key'));
		expect(told.size, 'one fact for each breach').toBe(clocks.filter(({ breachedAt }) => breachedAt !== null).length);
		expect(Number((await knex('crm_actions').whereIn('state', ['leased', 'dead']).count({ n: '*' }).first())?.['n'])).toBe(0);
		for (const state of ['met', 'breached', 'cancelled']) expect(seen[state], state).toBeGreaterThan(3);
		const moves = [...events.values()].flat().length;
		process.stdout.write(`${name}, seed ${seed}: ${clocks.length} clocks, ${moves} events, ${JSON.stringify(seen)} in ${took.toFixed(1)} s\n`);
	});
});
