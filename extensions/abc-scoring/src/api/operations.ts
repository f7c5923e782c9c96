import { answerOf, requestOf, runCommand } from '@guanxi/core/command';
import type { Accountability, Call, Host } from '@guanxi/core/directus';
import { notFound, notPermitted } from '@guanxi/core/http';
import { operation, type Operation } from '@guanxi/core/operations';
import { readableIds, requirePermission, requireRow, requireUuid } from '@guanxi/core/rights';
import { explainCustomer } from '../application/explain-customer.ts';
import { previewModel } from '../application/preview-model.ts';
import { readChanges } from '../application/read-changes.ts';
import { readEffort } from '../application/read-effort.ts';
import { readOwnPareto, readOwnSummary, type PartialPorts } from '../application/read-own-figures.ts';
import { readPareto, readSummary } from '../application/read-summary.ts';
import { runModel } from '../application/run-model.ts';
import * as answers from '../contract/answers.ts';
import { CUSTOMER, MODEL } from '../domain/abc-words.ts';
import { readModel } from '../domain/model.ts';
import { makePrimary } from './commands/make-primary.ts';
import { portsFor } from './host-ports.ts';
import { checkFilters } from './model-guard.ts';
import { dataOf } from './refusals.ts';
import * as requests from './requests.ts';
import { sightOf, type Sight } from './sight.ts';
import { createPartialStore } from './sql/partial-store.ts';

const model = '/crm/abc/models/{key}';
const tag = 'ABC scoring';

/** Everything under `/crm/abc`. */
export const OPERATIONS: Operation[] = [
	operation({
		method: 'post',
		path: `${model}/run`,
		summary: 'Score all customers of a model; the same run repeated changes nothing',
		tag,
		may: ['update', 'crm_scoring_models'],
		params: requests.ModelParams,
		body: requests.RunBody,
		answer: answers.RunAnswer,
		errors: [409],
		handle: async ({ host, call, params: { key }, body: { as_of: asOf, dry_run: dryRun } }) =>
			dataOf(await runModel(await portsFor(host, { call }), { key, asOf, dryRun })),
	}),
	operation({
		method: 'post',
		path: '/crm/abc/models/preview',
		summary: 'What an unsaved model would do; writes nothing',
		tag,
		may: ['update', 'crm_scoring_models'],
		body: requests.PreviewBody,
		answer: answers.PreviewAnswer,
		handle: async ({ host, call, accountability, body: { model: given, as_of: asOf } }) => {
			const draft = readModel({ key: 'preview', ...given });
			await checkFilters(host, { knex: host.database, schema: call.schema, accountability }, given, draft);
			return dataOf(await previewModel(await portsFor(host, { call }), { model: draft, asOf }));
		},
	}),
	operation({
		method: 'post',
		path: `${model}/primary`,
		summary: 'Make a model without a customer filter the primary one, in place of the present one',
		tag,
		may: ['update', 'crm_scoring_models', 'is_primary'],
		key: 'optional',
		params: requests.ModelParams,
		answer: answers.PrimaryAnswer,
		errors: [409],
		handle: async (asked) => {
			await requireModel(asked);
			return answerOf(await runCommand(asked.host, makePrimary, requestOf(asked, asked.params)));
		},
	}),
	operation({
		method: 'get',
		path: `${model}/summary`,
		summary: 'Class table of the last run',
		tag,
		may: sightOf,
		params: requests.ModelParams,
		answer: answers.SummaryAnswer,
		handle: async ({ host, call, rights, params: { key } }) => {
			const own = await ownPorts(host, call, rights);
			return dataOf(own ? await readOwnSummary(own, key) : await readSummary(await portsFor(host, { call }), key));
		},
	}),
	operation({
		method: 'get',
		path: `${model}/pareto`,
		summary: 'Share of value by share of customers, from (0,0) to (1,1)',
		tag,
		may: sightOf,
		params: requests.ModelParams,
		query: requests.ParetoQuery,
		answer: answers.ParetoAnswer,
		handle: async ({ host, call, rights, params: { key }, query: { points } }) => {
			const own = await ownPorts(host, call, rights);
			return dataOf(
				own ? await readOwnPareto(own, key, points) : await readPareto(await portsFor(host, { call }), key, points),
			);
		},
	}),
	operation({
		method: 'get',
		path: `${model}/customers/{id}`,
		summary: 'Why a customer has its class',
		tag,
		may: ['read', 'crm_customer_scores'],
		params: requests.CustomerParams,
		answer: answers.CustomerAnswer,
		handle: async ({ host, call, params: { key, id } }) => {
			await requireRow(host, call, { action: 'read', collection: 'crm_customers', id, what: CUSTOMER });
			return dataOf(await explainCustomer(await portsFor(host, { call }), key, id));
		},
	}),
	operation({
		method: 'get',
		path: `${model}/changes`,
		summary: 'Class changes in a period',
		tag,
		may: sightOf,
		params: requests.ModelParams,
		query: requests.PeriodQuery,
		answer: answers.ChangesAnswer,
		handle: async ({ host, call, rights, params: { key }, query }) => {
			const ports = (await ownPorts(host, call, rights)) ?? (await portsFor(host, { call }));
			const answer = dataOf(await readChanges(ports, { key, ...query }));
			const ids = answer.changes.map(({ customer }) => customer);
			const visible = await readableIds(host, call, { collection: 'crm_customers', ids });
			return { ...answer, changes: answer.changes.filter(({ customer }) => visible.has(customer)) };
		},
	}),
	operation({
		method: 'get',
		path: '/crm/abc/effort',
		summary: 'Staff effort per class against its share of value',
		tag,
		may: async (host, call): Promise<Sight> => {
			await requirePermission(host, call, 'read', 'crm_interactions');
			return sightOf(host, call);
		},
		query: requests.EffortQuery,
		answer: answers.EffortAnswer,
		errors: [404],
		handle: async ({ host, call, rights, query: { model: key, owner: asked, ...period } }) => {
			if (asked) requireUuid(asked, ['负责人', 'Owner']);
			const owner = rights.customers ? ownEffort(asked, rights.accountability) : asked;
			return dataOf(await readEffort(await portsFor(host, { call }), { key, ...period, owner }));
		},
	}),
];

/** A rule about rows holds for the command as well. */
async function requireModel({ host, call, params: { key } }: { host: Host; call: Call; params: { key: string } }): Promise<void> {
	const model: { id: string } | undefined = await host.database('crm_scoring_models').where({ key }).first('id');
	if (!model) throw notFound(MODEL);
	await requireRow(host, call, { action: 'update', collection: 'crm_scoring_models', id: model.id, what: MODEL });
}

/** Ports that see only the caller's part, or null for callers who see everything. */
async function ownPorts(host: Host, call: Call, { customers }: Sight): Promise<PartialPorts | null> {
	if (!customers) return null;
	return { ...(await portsFor(host, { call })), store: createPartialStore(host.database, customers) };
}

/** Whoever sees only a part sees their own effort; that of colleagues is for those who lead them. */
function ownEffort(asked: string | undefined, { user }: Accountability): string {
	if (!user || (asked && asked.toLowerCase() !== user)) throw notPermitted();
	return user;
}
