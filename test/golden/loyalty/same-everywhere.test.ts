import { beforeAll, expect, it } from 'vitest';
import { AUDIT_CHECKS } from '../../../extensions/loyalty/src/api/audit-checks.ts';
import type { Tier } from '../../../extensions/loyalty/src/domain/tiers/policy.ts';
import { eachDatabase } from '../../support/databases.ts';
import { runInMemory, type Request } from '../../support/loyalty/memory-commands.ts';
import { SETTINGS, shopRules, type Settings } from '../../support/loyalty/settings.ts';
import { joining, simulate, TWO_YEARS_MS, type Run } from '../../support/loyalty/simulation.ts';
import { databaseState, hashOf, memoryState } from '../../support/loyalty/state-hash.ts';
import { createLoyaltyTables, newProgram, putRulesOn, runOn } from '../../support/loyalty/tables.ts';

const PROGRAM_ID = '00000000-0000-4000-9000-000000000000';
const tier = (key: string, qualify_min: number, keep_min: number): Tier => ({ key, name: key, color: null, qualify_min, keep_min, discount_percent: null, benefits: null });
const { program, rules } = SETTINGS[1]!;
const TIERED: Settings = {
	program: {
		...program, id: PROGRAM_ID, key: PROGRAM_ID, tiers: [tier('silver', 150, 100), tier('gold', 400, 300)], tier_window: 'rolling_days', tier_window_length: 90, tier_grace_days: 3,
	},
	rules,
};

type Said = Awaited<ReturnType<typeof runInMemory>>;

/** Two years in memory, once: what was asked, and what was answered. */
let told: Promise<Run & { said: Map<Request, Said> }> | undefined;
const inMemory = (): Promise<Run & { said: Map<Request, Said> }> =>
	(told ??= (async () => {
		const said = new Map<Request, Said>();
		const play = async (memory: never, request: Request): Promise<Said> => {
			const outcome = await runInMemory(memory, request);
			said.set(request, outcome);
			return outcome;
		};
		return { ...(await simulate(TIERED, { seed: 7, members: 12, forMs: TWO_YEARS_MS, play: play as typeof runInMemory })), said };
	})());

eachDatabase('two years of requests', (name, connect) => {
	let knex: Awaited<ReturnType<typeof connect>>;
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
	});

	it('A-I23: the same seed leaves the same rows as in memory', async () => {
		const { simulation, said, failure, requests } = await inMemory();
		expect(failure).toBeNull();
		const { memory, people } = simulation;
		await newProgram(knex, TIERED.program, PROGRAM_ID);
		await putRulesOn(knex, TIERED);
		for (const [index, { customer, account }] of people.entries()) {
			await knex('crm_customers').insert({ id: customer, code: `member ${index}`, name: 'Member', kind: 'person', status: 'active' });
			expect(await runOn(knex, joining(PROGRAM_ID, customer))).toMatchObject({ answer: { id: account } });
		}
		const begun = performance.now();
		for (const [request, outcome] of said) expect(await runOn(knex, request), JSON.stringify(request)).toEqual(outcome);
		const counted = [...shopRules(TIERED).map(({ id }) => id), ...memory.rows<{ id: string }>('crm_loyalty_rewards').map(({ id }) => id)];
		const [state, should] = [await databaseState(knex, people.map(({ account }) => account), counted), await memoryState(memory)];
		expect(JSON.parse(state)).toEqual(JSON.parse(should));
		process.stdout.write(`${name}: ${requests.length} requests in ${Math.round((performance.now() - begun) / 1000)} s, state ${hashOf(state)}\n`);
		const tiers = memory.facts.filter(({ type }) => type === 'crm.loyalty.tier_changed').map(({ payload: { why } }) => why);
		expect(new Set(tiers)).toEqual(new Set(['qualified', 'kept', 'at_risk', 'downgraded']));
		const wrong: string[] = [];
		for (const { name: check, violations } of AUDIT_CHECKS) wrong.push(...(await violations({ database: knex } as never)).map((what) => `${check}: ${what}`));
		expect(wrong).toEqual([]);
	}, 300_000);
});
