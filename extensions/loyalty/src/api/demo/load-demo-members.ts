import { randomUUID } from 'node:crypto';
import { runUnheard, type Command } from '@guanxi/core/command';
import type { Fact } from '@guanxi/core/decision';
import type { Host, Knex } from '@guanxi/core/directus';
import { numberEvent } from '@guanxi/core/facts';
import { DEMO_MEMBERS, DEMO_PROGRAM, demoFreeze, memberCourse, type MemberEvent } from '@guanxi/seeds/demo/members';
import { monthsOf } from '../../domain/figures/months.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { COMMANDS } from '../commands.ts';
import { reckonCommand } from '../orders/commands.ts';
import { instantOf, points, type Row } from '../ledger/rows.ts';
import { settleDueAccounts } from '../accounts/sweep.ts';

const CALLER = 'loyalty.demo';

/**
 * Customers of the demo company live through their two years as members by the real commands, each at its time, all or nothing. Nobody is told:
 * of the facts only changes of tiers are kept, as the history that they are.
 */
export async function loadDemoMembers(host: Pick<Host, 'database' | 'getSchema' | 'logger'>, now: Date): Promise<void> {
	const { database, logger } = host;
	// The bundle may be there and not installed.
	if (!(await database.schema.hasTable(TABLES.accounts))) return;
	const reckon = reckonCommand(await host.getSchema());
	await database.transaction(async (trx) => {
		if (await trx(TABLES.accounts).where({ program: DEMO_PROGRAM.id }).first('id')) return;
		const past = new Past(trx);
		const courses = await readCourses(trx, now);
		const events = courses.flatMap(({ customer, course }) => course.map((event) => ({ customer, ...event })));
		events.sort((a, b) => a.at.getTime() - b.at.getTime());
		const sweep = (at: Date): Promise<unknown> =>
			settleDueAccounts({ database: trx, logger }, at, (account) => past.run(COMMANDS.settle, { account }, at));
		const months = events[0] ? monthsOf({ from: events[0].at, to: now }, DEMO_PROGRAM.timezone).slice(1) : [];
		for (const event of events) {
			while (months[0] && months[0].from <= event.at) await sweep(months.shift()!.from);
			await live(past, reckon, event);
		}
		await sweep(now);
		await past.keepHistory();
	});
}

interface Course {
	customer: string;
	course: MemberEvent[];
}

async function readCourses(trx: Knex, now: Date): Promise<Course[]> {
	const { always, fewestOrders, mostOrders, each, most } = DEMO_MEMBERS;
	const customers: string[] = await trx('crm_orders as order')
		.join('crm_customers as customer', 'customer.id', 'order.customer')
		.whereIn('order.status', ['paid', 'refunded'])
		.whereNull('customer.merged_into')
		.groupBy('customer.id', 'customer.code')
		.havingRaw('COUNT(*) BETWEEN ? AND ?', [fewestOrders, mostOrders])
		.orderBy('customer.code')
		.pluck('customer.id');
	const members = customers.filter((id, index) => index % each === 0 || always.includes(id)).slice(0, most);
	const rows: Row[] = await trx('crm_orders').whereIn('customer', members).whereIn('status', ['paid', 'refunded']).orderBy(['paid_at', 'id']);
	const courses = members.map((customer) => {
		const orders = rows.filter((row) => row['customer'] === customer).map((row) => ({ id: String(row['id']), paidAt: instantOf(row['paid_at']) }));
		return { customer, course: memberCourse(customer, orders, now) };
	});
	courses[0]?.course.push(demoFreeze(now));
	return courses;
}

async function live(past: Past, reckon: ReturnType<typeof reckonCommand>, { customer, ...event }: { customer: string } & MemberEvent): Promise<void> {
	const { at } = event;
	if (event.what === 'enrol') {
		await past.run(COMMANDS.enrol, { program: DEMO_PROGRAM.key, customer }, at);
		return;
	}
	const member: Row = (await past.trx(TABLES.accounts).where({ program: DEMO_PROGRAM.id, customer }).first('id', 'available'))!;
	const account = String(member['id']);
	if (event.what === 'order') await past.run(reckon, { account, order: event.order }, at);
	if (event.what === 'adjust') await past.run(COMMANDS.adjust, { account, points: event.points, reason: event.reason }, at);
	if (event.what === 'freeze') await past.run(COMMANDS.freeze, { account, reason: event.reason }, at);
	if (event.what !== 'redeem') return;
	const step = DEMO_PROGRAM.redeem_step;
	const spend = Math.floor((points(member['available']) * event.share) / step) * step;
	if (spend > 0) await past.run(COMMANDS.redeem, { account, points: spend, reason: event.reason }, at);
}

/** Runs commands at times that are over. */
class Past {
	readonly trx: Knex;
	private readonly history: Fact[] = [];
	private commands = 0;

	constructor(trx: Knex) {
		this.trx = trx;
	}

	async run<Input, State, Answer>(command: Command<Input, State, Answer, Knex>, input: Input, at: Date): Promise<Answer | null> {
		const told: Fact[] = [];
		const decide: typeof command.decide = (...given) => {
			const decision = command.decide(...given);
			if (!('answer' in decision)) return decision;
			told.push(...(decision.facts ?? []));
			return { ...decision, facts: [], actions: [] };
		};
		const request = { input, caller: CALLER, idempotencyKey: null, now: at, seed: `${CALLER}/${++this.commands}` };
		const outcome = await runUnheard(this.trx, { ...command, decide }, request);
		if (outcome.kind !== 'done') return null;
		this.history.push(...told.filter(({ type }) => type === 'crm.loyalty.tier_changed'));
		return outcome.answer;
	}

	async keepHistory(): Promise<void> {
		for (const { type, subjectCollection, subjectId, customer, payload, occurredAt } of this.history) {
			const row = { id: randomUUID(), type, subject_collection: subjectCollection, subject_id: subjectId, customer, occurred_at: occurredAt };
			await this.trx('crm_events').insert(await numberEvent(this.trx, { ...row, payload: JSON.stringify(payload) }));
		}
	}
}
