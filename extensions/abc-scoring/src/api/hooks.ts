import { defineHook } from '@directus/extensions-sdk';
import type { EventContext } from '@directus/types';
import type { ActionHandler } from '@guanxi/core/action-handler';
import type { AuditCheck } from '@guanxi/core/audit';
import { crmCommand, type CliCommand } from '@guanxi/core/cli';
import type { Host, Knex } from '@guanxi/core/directus';
import { guardComputed } from '@guanxi/core/guard';
import type { Contribution } from '@guanxi/core/install';
import { described, type DescribedOperation } from '@guanxi/core/openapi';
import { safely } from '@guanxi/core/safely';
import { abcSchema } from '@guanxi/schema/abc-scoring/index';
import { scoringModelRows } from '@guanxi/seeds/reference/scoring-models';
import { AUDIT_CHECKS } from './audit-checks.ts';
import { registerScoreCommand, scoreForSetup } from './command.ts';
import { rememberEmitter } from './emitter.ts';
import { guardKeptRows } from './kept-guard.ts';
import { checkModel, releaseModels, type HookCall } from './model-guard.ts';
import { OPERATIONS } from './openapi.ts';
import { restoreTriggers, runDueModels } from './schedule.ts';
import { removeTracking } from './sql/tracking/tend.ts';
import { lastRuns } from './status.ts';
import { tellMoves } from './tell-moves.ts';

/** Where the bundle meets core and Directus: discovery, guards, command line, schedule. */
export default defineHook(({ action, filter, init, schedule }, context) => {
	const host = context as unknown as Host;
	rememberEmitter(host);
	contribute(host);
	guardComputed({ filter }, abcSchema);
	guardKeptRows({ filter });

	filter('crm_scoring_models.items.create', (payload, _meta, event) =>
		checkModel(host, hookCall(event), payload as Record<string, unknown>),
	);
	filter('crm_scoring_models.items.update', async (payload, meta, event) => {
		for (const key of meta['keys'] as string[]) {
			await checkModel(host, hookCall(event), payload as Record<string, unknown>, String(key));
		}
		return payload;
	});
	filter('crm_scoring_models.items.delete', (keys, _meta, event) =>
		releaseModels(host, keys as string[], hookCall(event)),
	);

	init('cli.before', ({ program }) => registerScoreCommand(crmCommand(program as CliCommand), host));

	action('server.start', () => {
		void safely(host, 'tracking changes', () => restoreTriggers(host));
	});

	if (host.env['CRM_SCHEDULES'] !== 'off') {
		// Only a wake-up: which models are due is decided from their rows, so a lost tick is made up for.
		schedule('* * * * *', () => safely(host, 'scheduled scoring', () => runDueModels(host, new Date())));
	}
});

function hookCall({ database, schema, accountability }: EventContext): HookCall {
	return { knex: database as Knex, schema, accountability };
}

function contribute(host: Host): void {
	const add = <T>(event: string, items: T[]): void =>
		host.emitter.onFilter(event, ((list: T[]) => [...list, ...items]) as never);
	add<Contribution>('crm.core.schema', [{ schema: abcSchema, referenceRows: scoringModelRows }]);
	host.emitter.onFilter('crm.core.openapi', ((list: DescribedOperation[]) => [
		...list,
		...described(OPERATIONS),
	]) as never);
	add<AuditCheck>('crm.core.audit', AUDIT_CHECKS);
	add<ActionHandler<Knex>>('crm.core.actions', [tellMoves(host)]);
	// Before the tables go: a trigger without its tables would make every order fail.
	host.emitter.onFilter('crm.core.uninstall', (async (done: unknown, { plugin }: { plugin: string }) => {
		if (plugin === abcSchema.plugin) await removeTracking(host.database);
		return done;
	}) as never);
	host.emitter.onFilter('crm.core.setup', (async (lines: string[]) => [
		...lines,
		...(await scoreForSetup(host)),
	]) as never);
	host.emitter.onFilter('crm.core.sweep', (async (done: string[]) => [
		...done,
		...(await runDueModels(host, new Date())).map((key) => `scored ${key}`),
	]) as never);
	host.emitter.onFilter('crm.core.status', (async (status: object) => ({
		...status,
		scoring: await lastRuns(host),
	})) as never);
}
