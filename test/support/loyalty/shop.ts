import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { commandStore } from '../../../extensions/core/src/api/command/store.ts';
import { runCommand, type Command } from '../../../extensions/core/src/application/command/run-command.ts';
import { AUDIT_CHECKS } from '../../../extensions/loyalty/src/api/audit-checks.ts';
import { reckonCommand } from '../../../extensions/loyalty/src/api/orders/commands.ts';
import { accountsOf } from '../../../extensions/loyalty/src/api/orders/follow-orders.ts';
import type { Program } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { createLoyaltyTables, newMember, newProgram } from './tables.ts';

export const NOON = new Date('2026-03-01T04:00:00Z');
/** No rule of these tests has a condition. */
export const SCHEMA = { collections: {}, relations: [] } as never;

const CHANGED = 'loyalty.order-changed';
const RULE = { status: 'active', version: 1, trigger: 'order_paid', effect: 'per_amount', points: 1, per_amount: 1, gives: 'both', priority: 1 };
const JOINED = new Date('2026-01-01T00:00:00Z');

export interface Member {
	account: string;
	customer: string;
}

/** A shop on a real database: members, orders that earn a point for each unit of money, and what the worker does when they change. */
export class Shop {
	readonly knex: Knex;

	constructor(knex: Knex) {
		this.knex = knex;
	}

	/** Makes the tables in an empty database; shops there count in yuan and in Shanghai's days. */
	static async open(knex: Knex): Promise<Shop> {
		await createLoyaltyTables(knex);
		await knex('crm_settings').insert({ id: randomUUID(), timezone: 'Asia/Shanghai', currency: 'CNY' });
		return new Shop(knex);
	}

	/** A program with one rule. */
	async program(settings: Partial<Program> = {}, rule: object = {}): Promise<string> {
		const program = await newProgram(this.knex, { timezone: 'Asia/Shanghai', ...settings });
		await this.knex('crm_loyalty_rules').insert({ key: program, name: 'A point each', program, ...RULE, ...rule, id: randomUUID() });
		return program;
	}

	async member(program: string): Promise<Member> {
		const account = await newMember(this.knex, program, JOINED);
		return { account, customer: String((await this.knex('crm_loyalty_accounts').where({ id: account }).first('customer')).customer) };
	}

	/** Paid at noon, of 100, unless it says otherwise. */
	async order(customer: string, { lines = [] as number[], ...row }: { lines?: number[]; [field: string]: unknown } = {}): Promise<{ id: string; lines: string[] }> {
		const id = randomUUID();
		const amount = lines.length > 0 ? lines.reduce((sum, one) => sum + one, 0) : 100;
		const placed = { placed_at: NOON, paid_at: NOON, currency: 'CNY', status: 'paid', amount, refunded_amount: 0 };
		await this.knex('crm_orders').insert({ id, number: id, customer, ...placed, ...row });
		const ids = lines.map(() => randomUUID()).sort();
		for (const [index, line] of lines.entries()) await this.knex('crm_order_lines').insert({ id: ids[index], order: id, amount: line, refunded_amount: 0 });
		return { id, lines: ids };
	}

	/** Changes an order, and follows it. */
	async change(id: string, row: object, now = NOON): Promise<void> {
		await this.knex('crm_orders').where({ id }).update(row);
		await this.follow(now);
	}

	run = async <Input, State, Answer>(command: Command<Input, State, Answer, Knex>, input: Input, key: string | null = null, now = NOON): Promise<Answer> => {
		const outcome = await runCommand(commandStore(this.knex, () => Promise.resolve()), command, { input, caller: 'tester', idempotencyKey: key, now });
		if (outcome.kind === 'done') return outcome.answer;
		throw new Error(JSON.stringify('refusal' in outcome ? outcome.refusal : outcome));
	};

	/** What the worker does with the changes that the database noted. */
	async follow(now = NOON): Promise<void> {
		const subjects: string[] = await this.knex('crm_actions').where({ kind: CHANGED, state: 'scheduled' }).orderBy('id').pluck('subject_id');
		await this.knex('crm_actions').where({ kind: CHANGED }).update({ state: 'done' });
		for (const order of subjects) {
			for (const account of await accountsOf(this.knex, order)) await this.run(reckonCommand(SCHEMA), { account, order }, null, now);
		}
	}

	/** As when the triggers were off: nobody was told. */
	forget(): Promise<unknown> {
		return this.knex('crm_actions').where({ kind: CHANGED }).del();
	}

	/** [to spend, owed] */
	async balance(account: string): Promise<number[]> {
		const { available, debt } = await this.knex('crm_loyalty_accounts').where({ id: account }).first('available', 'debt');
		return [Number(available), Number(debt)];
	}

	async audit(): Promise<string[]> {
		const wrong: string[] = [];
		for (const { name, violations } of AUDIT_CHECKS) wrong.push(...(await violations({ database: this.knex } as never)).map((what) => `${name}: ${what}`));
		return wrong;
	}
}
