import { defineEndpoint } from '@directus/extensions-sdk';
import { answerOf, requestOf, runCommand } from '@guanxi/core/command';
import type { Accountability, Call, Host } from '@guanxi/core/directus';
import { ForbiddenError, NotFoundError, parse, parseBody, refuseMalformed, requireField, requirePermission, route } from '@guanxi/core/http';
import { z } from 'zod';
import { explainCustomer } from '../application/explain-customer.ts';
import { previewModel } from '../application/preview-model.ts';
import { readChanges } from '../application/read-changes.ts';
import { readEffort } from '../application/read-effort.ts';
import { readOwnPareto, readOwnSummary, type PartialPorts } from '../application/read-own-figures.ts';
import { readPareto, readSummary } from '../application/read-summary.ts';
import { runModel } from '../application/run-model.ts';
import { readModel } from '../domain/model.ts';
import { portsFor } from './host-ports.ts';
import { makePrimary } from './commands/make-primary.ts';
import { checkFilters, type HookCall } from './model-guard.ts';
import { dataOf } from './refusals.ts';
import { sightOf } from './sight.ts';
import { createPartialStore } from './sql/partial-store.ts';
import {
	CustomerParams,
	EffortQuery,
	ModelParams,
	NoBody,
	ParetoQuery,
	PeriodQuery,
	PreviewBody,
	RunBody,
} from './requests.ts';

/** `/crm/abc`: run models, and read what they found. Rights are the caller's Directus permissions. */
export default defineEndpoint({
	id: 'crm/abc',
	handler: (router, context) => {
		const host = context as unknown as Host;
		const may = (call: Call, action: 'read' | 'update', collection: string): Promise<unknown> =>
			requirePermission(host, call, action, collection);
		const ports = (call: Call) => portsFor(host, { call });

		router.post(
			'/models/preview',
			route(async (call) => {
				await may(call, 'update', 'crm_scoring_models');
				const { model, as_of: asOf } = parseBody(PreviewBody, call);
				const draft = readModel({ key: 'preview', ...model });
				await checkFilters(host, hookCall(host, call), model, draft);
				return dataOf(await previewModel(await ports(call), { model: draft, asOf }));
			}),
		);
		router.post(
			'/models/:key/run',
			route(async (call) => {
				await may(call, 'update', 'crm_scoring_models');
				const { key } = parse(ModelParams, call.params);
				const { as_of: asOf, dry_run: dryRun } = parseBody(RunBody, call);
				return dataOf(await runModel(await ports(call), { key, asOf, dryRun }));
			}),
		);
		router.post(
			'/models/:key/primary',
			route(async (call) => {
				await requireField(host, call, 'update', { collection: 'crm_scoring_models', field: 'is_primary' });
				parseBody(NoBody, call);
				const input = parse(ModelParams, call.params);
				return answerOf(await runCommand(host, makePrimary, requestOf(call, input)));
			}),
		);
		router.get(
			'/models/:key/summary',
			route(async (call) => {
				const own = await ownPorts(host, call);
				const { key } = parse(ModelParams, call.params);
				return dataOf(own ? await readOwnSummary(own, key) : await readSummary(await ports(call), key));
			}),
		);
		router.get(
			'/models/:key/pareto',
			route(async (call) => {
				const own = await ownPorts(host, call);
				const { key } = parse(ModelParams, call.params);
				const { points } = parse(ParetoQuery, call.query);
				return dataOf(own ? await readOwnPareto(own, key, points) : await readPareto(await ports(call), key, points));
			}),
		);
		router.get(
			'/models/:key/customers/:id',
			route(async (call) => {
				await may(call, 'read', 'crm_customer_scores');
				requireUuid(call.params['id'], 'Customer');
				const { key, id } = parse(CustomerParams, call.params);
				await requireReadable(host, call, id);
				return dataOf(await explainCustomer(await ports(call), key, id));
			}),
		);
		router.get(
			'/models/:key/changes',
			route(async (call) => {
				const own = await ownPorts(host, call);
				const { key } = parse(ModelParams, call.params);
				const asked = { key, ...parse(PeriodQuery, call.query) };
				const answer = dataOf(await readChanges(own ?? (await ports(call)), asked));
				return { ...answer, changes: await visibleOnly(host, call, answer.changes) };
			}),
		);
		router.get(
			'/effort',
			route(async (call) => {
				const { customers, accountability } = await sightOf(host, call);
				await may(call, 'read', 'crm_interactions');
				if (call.query['owner']) requireUuid(call.query['owner'], 'Owner');
				const { model, owner: asked, ...period } = parse(EffortQuery, call.query);
				const owner = customers ? ownEffort(asked, accountability) : asked;
				return dataOf(await readEffort(await ports(call), { key: model, ...period, owner }));
			}),
		);
		refuseMalformed(router);
	},
});

/** A malformed id is as unknown as any other; PostgreSQL would throw on it. */
function requireUuid(id: unknown, what: string): void {
	if (!z.guid().safeParse(id).success) throw new NotFoundError({ what });
}

/** Ports that see only the caller's part, or null for callers who see everything. */
async function ownPorts(host: Host, call: Call): Promise<PartialPorts | null> {
	const { customers } = await sightOf(host, call);
	if (!customers) return null;
	return { ...(await portsFor(host, { call })), store: createPartialStore(host.database, customers) };
}

/** Whoever sees only a part sees their own effort; that of colleagues is for those who lead them. */
function ownEffort(asked: string | undefined, { user }: Accountability): string {
	if (!user || (asked && asked.toLowerCase() !== user)) throw new ForbiddenError({});
	return user;
}

/** Of single moves a caller sees those of customers they may read. */
async function visibleOnly<T extends { customer: string }>(host: Host, call: Call, moves: T[]): Promise<T[]> {
	if (call.accountability?.admin || moves.length === 0) return moves;
	const items = new host.services.ItemsService('crm_customers', {
		knex: host.database,
		schema: call.schema,
		accountability: call.accountability ?? null,
	});
	const ids = [...new Set(moves.map(({ customer }) => customer))];
	const rows = await items.readByQuery({ filter: { id: { _in: ids } }, fields: ['id'], limit: -1 });
	const visible = new Set(rows.map(({ id }) => id as string));
	return moves.filter(({ customer }) => visible.has(customer));
}

function hookCall(host: Host, call: Call): HookCall {
	return { knex: host.database, schema: call.schema, accountability: call.accountability ?? null };
}

/** Row rules on customers hold here too: what a caller cannot open, they get no explanation for. */
async function requireReadable(host: Host, call: Call, id: string): Promise<void> {
	if (call.accountability?.admin) return;
	const items = new host.services.ItemsService('crm_customers', {
		knex: host.database,
		schema: call.schema,
		accountability: call.accountability ?? null,
	});
	try {
		await items.readOne(id, { fields: ['id'] });
	} catch {
		throw new ForbiddenError({});
	}
}
