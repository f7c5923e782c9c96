import { randomUUID } from 'node:crypto';
import knexModule, { type Knex } from 'knex';
import { calendarRows } from '@guanxi/seeds/reference/calendars';
import { calendarOf } from '../../extensions/core/src/domain/business-time/calendar.ts';
import { UNITS } from '../../extensions/core/src/domain/business-time/units.ts';
import { changeCase, createClockTables, newCalendar, newCase, sweepAt } from '../support/clocks/world.ts';
import { startPostgres, whyNoPostgres } from '../support/postgres-cluster.ts';
import type { Emit } from './goals.ts';

const DEADLINES = 20_000;
const CLOCKS = 10_000;

/** How long a deadline takes once its calendar is worked out, and a sweep over ten thousand clocks of which none, or each, is overdue. */
export async function clocksBench({ emit }: { full: boolean; emit: Emit }): Promise<void> {
	emit({ bench: 'sla-deadline', size: `${DEADLINES} deadlines, China 2026`, ...deadlines() });
	const missing = whyNoPostgres();
	if (missing) return emit({ bench: 'clocks-swept', skipped: missing });
	const server = await startPostgres(['timezone=UTC']);
	const knex = knexModule({ client: 'pg', connection: server.connection('postgres'), pool: { min: 4, max: 4 } });
	try {
		await sweeps(knex, emit);
	} finally {
		await knex.destroy();
		await server.stop();
	}
}

function deadlines(): Record<string, number> {
	const calendar = calendarOf(calendarRows.find(({ row }) => row['key'] === 'china')!.row as Parameters<typeof calendarOf>[0]);
	const begin = Date.parse('2026-01-05T00:00:00Z');
	const measure = (unit: keyof typeof UNITS, amount: number): number => {
		for (let i = 0; i < 1000; i++) UNITS[unit].after(calendar, new Date(begin + i * 600_000), amount);
		const started = performance.now();
		for (let i = 0; i < DEADLINES; i++) UNITS[unit].after(calendar, new Date(begin + ((i * 7919) % 25_000_000) * 1000), amount);
		return Math.round(((performance.now() - started) / DEADLINES) * 1_000_000) / 1000;
	};
	return { minutes_us: measure('business_minutes', 160 * 3600), days_us: measure('business_days', 45) };
}

async function sweeps(knex: Knex, emit: Emit): Promise<void> {
	await createClockTables(knex);
	const calendar = await newCalendar(knex, { 1: [['09:00', '18:00']], 2: [['09:00', '18:00']], 3: [['09:00', '18:00']] });
	const begin = new Date('2026-01-05T02:00:00Z');
	const first = await newCase(knex);
	await changeCase(knex, { id: first, starts: [{ metric: 'resolution', calendar, target: 60 }] }, begin);
	await copies(knex, first);
	const time = async (at: Date): Promise<number> => {
		const started = performance.now();
		await sweepAt(knex, at);
		return Math.round(performance.now() - started);
	};
	const none = await time(begin);
	emit({ bench: 'clocks-swept', size: `${CLOCKS} running, none overdue`, ours_ms: none });
	const all = await time(new Date('2026-01-06T02:00:00Z'));
	const told = await knex('crm_actions').where({ kind: 'core.announce' }).count({ n: '*' }).first();
	emit({ bench: 'clocks-all-breached', size: `${CLOCKS} running, all overdue`, ours_ms: all, told: Number(told?.['n']) });
}

/** The clock that a command started, under other ids. */
async function copies(knex: Knex, first: string): Promise<void> {
	const clock = (await knex('crm_clocks').where({ subject_id: first }).first()) as Record<string, unknown>;
	const ids = Array.from({ length: CLOCKS - 1 }, () => randomUUID());
	await knex.batchInsert('example_cases', ids.map((id) => ({ id, customer: id, ver: 0 })), 500);
	await knex.batchInsert('crm_clocks', ids.map((id) => ({ ...clock, id: randomUUID(), subject_id: id })), 500);
	await knex.raw('VACUUM ANALYZE');
}
