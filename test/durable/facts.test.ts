import { afterAll, beforeAll, expect, it } from 'vitest';
import { enqueueActions, factAction } from '../../extensions/core/src/api/actions/enqueue.ts';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Instance } from '../support/instance.ts';

eachInstance('facts', ({ reference }) => {
	let crm: Instance;
	let customer: string;
	beforeAll(async () => {
		crm = await startInstance(reference, { CRM_SCHEDULES: 'on' });
		({ id: customer } = (await crm.call<{ id: string }>('POST', '/items/crm_customers', { name: 'Facts' })).data);
		await makeFlow();
	});
	afterAll(() => crm.stop());

	/** A Flow that writes a task for every event of the type. */
	async function makeFlow(): Promise<void> {
		const { data: flow } = await crm.call<{ id: string }>('POST', '/flows', {
			name: 'On example',
			status: 'active',
			trigger: 'event',
			accountability: null,
			options: { type: 'action', scope: ['items.create'], collections: ['crm_events'] },
		});
		const { data: operation } = await crm.call<{ id: string }>('POST', '/operations', {
			flow: flow.id,
			name: 'Task',
			key: 'task',
			type: 'item-create',
			position_x: 1,
			position_y: 1,
			options: { collection: 'crm_tasks', permissions: '$full', emitEvents: false, payload: { title: '{{$trigger.payload.type}} {{$trigger.payload.subject_id}}' } },
		});
		await crm.call('PATCH', `/flows/${flow.id}`, { operation: operation.id });
	}

	const fact = (subjectId: string) => ({
		type: 'crm.example.thing_done',
		subjectCollection: 'crm_customers',
		subjectId,
		customer,
		payload: { number: 7 },
		occurredAt: new Date('2026-03-02T04:00:00Z'),
		dedupeKey: `thing:${subjectId}`,
	});
	const events = async (subject: string) =>
		(await crm.call<{ seq: number; payload: object }[]>('GET', `/items/crm_events?filter[subject_id][_eq]=${subject}`)).data;
	async function until(check: () => Promise<boolean>): Promise<void> {
		while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 100));
	}

	it('are told by the running server, appear once in crm_events, and Flows hear them', async () => {
		await crm.knex.transaction((trx) => enqueueActions(trx, [factAction(fact('one'), new Date())], new Date()));
		await until(async () => (await events('one')).length > 0);
		expect(await events('one')).toMatchObject([{ type: 'crm.example.thing_done', customer, payload: { number: 7 } }]);
		const title = 'crm.example.thing_done one';
		await until(async () => (await crm.knex('crm_tasks').where({ title })).length > 0);
		expect(await crm.knex('crm_tasks').where({ title })).toHaveLength(1);
	});

	it('that were told before a crash could be noted are not told again', async () => {
		await crm.knex.transaction((trx) => enqueueActions(trx, [factAction(fact('two'), new Date())], new Date()));
		await until(async () => (await events('two')).length > 0);
		await until(async () => (await crm.knex('crm_actions').whereNot('state', 'done')).length === 0);
		await crm.knex('crm_actions').where({ subject_id: 'two' }).update({ state: 'scheduled', finished_at_ms: null });
		await until(async () => (await crm.knex('crm_actions').whereNot('state', 'done')).length === 0);
		expect(await events('two')).toHaveLength(1);
	});

	it('of work that was rolled back are never told', async () => {
		const undone = crm.knex.transaction(async (trx) => {
			await enqueueActions(trx, [factAction(fact('three'), new Date())], new Date());
			throw new Error('undone');
		});
		await expect(undone).rejects.toThrow('undone');
		expect(await crm.knex('crm_actions').where({ subject_id: 'three' })).toEqual([]);
		expect(await events('three')).toEqual([]);
	});

	it('status shows what waits, what is late and what was given up', async () => {
		const row = { kind: 'gone.plugin', attempts: 8, payload: '{}', due_at_ms: 0, created_at_ms: 0, subject_collection: 'crm_customers' };
		await crm.knex('crm_actions').insert({ ...row, state: 'dead', subject_id: 'x', dedupe_key: 'dead', last_error: 'no mail' });
		await crm.knex('crm_actions').insert({ ...row, state: 'scheduled', dedupe_key: 'late' });
		const { data } = await crm.call<{ actions: object; versions: object }>('GET', '/crm/system/status');
		expect(data.versions).toMatchObject({ directus: '11.17.4' });
		expect(data.actions).toMatchObject({
			scheduled: 1,
			overdue: 1,
			oldest_due_at: '1970-01-01T00:00:00.000Z',
			dead: 1,
			dead_examples: [{ kind: 'gone.plugin', subject: 'crm_customers/x', attempts: 8, last_error: 'no mail' }],
		});
		expect((await crm.call('POST', '/crm/system/actions/retry', { ids: ['all'] })).errors[0]?.message).toContain('"ids.0"');
		expect((await crm.call('POST', '/crm/system/actions/retry', {}, { token: null })).status).toBe(403);
		expect((await crm.call('POST', '/crm/system/actions/retry', {})).data).toEqual({ retried: 1 });
	});

	it.each(['crm_commands', 'crm_actions', 'crm_locks', 'crm_contact_log', 'crm_clocks', 'crm_clock_events', 'crm_calendar_versions'])('nobody writes %s through /items', async (table) => {
		expect((await crm.call('POST', `/items/${table}`, { name: 'x' })).status).toBe(403);
	});
}, { isLong: true });
