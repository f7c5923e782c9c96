import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { expect } from 'vitest';
import { actionStore } from '../../../extensions/core/src/api/actions/store.ts';
import { commandStore } from '../../../extensions/core/src/api/command/store.ts';
import { sweepActions } from '../../../extensions/core/src/application/actions/sweep-actions.ts';
import { runCommand, type Command } from '../../../extensions/core/src/application/command/run-command.ts';
import { attributeCommand } from '../../../extensions/loyalty/src/api/referral/commands.ts';
import { followReferralOf, referralReward } from '../../../extensions/loyalty/src/api/referral/follow-referrals.ts';
import type { Attributed } from '../../../extensions/loyalty/src/domain/referral/attribute.ts';
import { EVENT_SCHEMA, newEventRule } from './events.ts';
import { createLoyaltyTables, newMember, newProgram } from './tables.ts';

export const LOGGER = { warn: () => undefined, error: () => undefined, info: () => undefined } as never;

/** Members who bring members, on a real database: their orders, and what the worker does for them. */
export class Referrals {
	readonly knex: Knex;

	constructor(knex: Knex) {
		this.knex = knex;
	}

	/** Makes the tables in an empty database. */
	static async open(knex: Knex): Promise<Referrals> {
		await createLoyaltyTables(knex);
		await knex('crm_settings').insert({ id: randomUUID(), timezone: 'Asia/Shanghai', currency: 'CNY' });
		return new Referrals(knex);
	}

	/** Points for both, 500 for who came and 300 for who brought them. */
	async program(policy: object = {}): Promise<string> {
		const { knex } = this;
		const id = await newProgram(knex, { timezone: 'Asia/Shanghai', expiry_months: 12 });
		await knex('crm_loyalty_programs').where({ id }).update({ referral_min_amount: 100, referral_wait_days: 14, ...policy });
		await newEventRule(knex, id, { trigger: 'referral_qualified', referral_side: 'referee', points: 500 });
		await newEventRule(knex, id, { trigger: 'referral_qualified', referral_side: 'referrer', points: 300 });
		return id;
	}

	async run<Input, State, Answer>(command: Command<Input, State, Answer, Knex>, input: Input): Promise<Answer | string> {
		const store = commandStore(this.knex, () => Promise.resolve());
		const outcome = await runCommand(store, command, { input, caller: 'tester', idempotencyKey: null });
		if (outcome.kind === 'done') return outcome.answer;
		return outcome.kind === 'refused' ? outcome.refusal.reason : outcome.kind;
	}

	async codeOf(account: string): Promise<string> {
		return String((await this.knex('crm_loyalty_accounts').where({ id: account }).first('referral_code')).referral_code);
	}

	async customerOf(account: string): Promise<string> {
		return String((await this.knex('crm_loyalty_accounts').where({ id: account }).first('customer')).customer);
	}

	async attribute(account: string, referrer: string): Promise<Attributed | string> {
		return this.run(attributeCommand, { account, code: await this.codeOf(referrer) });
	}

	/** Two members of a new program, one of whom brought the other. */
	async pair(policy: object = {}): Promise<{ program: string; referrer: string; referee: string }> {
		const id = await this.program(policy);
		const [referrer, referee] = [await newMember(this.knex, id), await newMember(this.knex, id)];
		expect(await this.attribute(referee, referrer)).toMatchObject({ state: 'attributed', reason: null });
		return { program: id, referrer, referee };
	}

	/** Enough to count, and paid after the member came, unless it says otherwise. */
	async order(account: string, row: object = {}): Promise<string> {
		const id = randomUUID();
		const paid = new Date(Date.now() + 1000);
		const usual = { placed_at: paid, paid_at: paid, currency: 'CNY', status: 'paid', amount: 120, refunded_amount: 0 };
		await this.knex('crm_orders').insert({ id, number: id, customer: await this.customerOf(account), ...usual, ...row });
		return id;
	}

	/** What the worker does with the rewards that were put down. */
	async reward(): Promise<void> {
		const host = { database: this.knex, getSchema: () => Promise.resolve(EVENT_SCHEMA), services: {}, logger: LOGGER, env: {} } as never;
		const handlers = [referralReward(host)];
		const onFailure = (_action: unknown, error: unknown): never => expect.fail(String(error));
		await sweepActions({ store: actionStore(this.knex), handlers, owner: randomUUID(), spread: () => 0, onFailure });
	}

	async follow(account: string, now?: Date): Promise<void> {
		await followReferralOf(this.knex, account, now);
		await this.reward();
	}

	async stateOf(account: string): Promise<unknown[]> {
		const row = await this.knex('crm_loyalty_referrals').where({ id: account }).first('state', 'reason');
		return row.reason === null ? [row.state] : [row.state, row.reason];
	}

	/** Points of each, spendable or not yet. */
	async pointsOf(...accounts: string[]): Promise<number[]> {
		const found: number[] = [];
		for (const id of accounts) {
			const { pending, available } = await this.knex('crm_loyalty_accounts').where({ id }).first('pending', 'available');
			found.push(Number(pending) + Number(available));
		}
		return found;
	}
}
