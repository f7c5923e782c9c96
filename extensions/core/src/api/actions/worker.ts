import { randomUUID } from 'node:crypto';
import type { Action, ActionHandler } from '../../application/actions/ports.ts';
import { sweepActions, type Swept } from '../../application/actions/sweep-actions.ts';
import type { Host, Knex } from '../directus.ts';
import { actionKey } from './action-key.ts';
import { actionStore } from './store.ts';

/**
 * Does what is due now. Handlers come from all bundles (emitter filter `crm.core.actions`); an action whose plugin is
 * switched off stays where it is until the plugin is back.
 */
export async function sweepDue(host: Host, only?: { ids: number[] }): Promise<Swept> {
	const handlers = await host.emitter.emitFilter<ActionHandler<Knex>[]>('crm.core.actions', [], {});
	const store = actionStore(host.database);
	const owner = randomUUID();
	return sweepActions({ store, handlers, owner, ids: only?.ids, spread: Math.random, onFailure: note(host) });
}

/** Does at once what was just put down, so that nobody waits for the next tick. What fails is left to it. */
export async function doNow(host: Host, kind: string, dedupeKeys: string[]): Promise<void> {
	try {
		const keys = dedupeKeys.map((key) => actionKey(kind, key));
		const ids: number[] = await host.database('crm_actions').whereIn('dedupe_key', keys).pluck('id');
		if (ids.length > 0) await sweepDue(host, { ids });
	} catch (error) {
		host.logger.warn(error, `[guanxi] ${kind} is left to the next sweep`);
	}
}

/** One sweep at a time in this process; a tick that comes meanwhile makes the running one look once more. */
export function sweeper(sweep: () => Promise<unknown>): () => Promise<void> {
	let running: Promise<void> | null = null;
	let again = false;
	const run = async (): Promise<void> => {
		do {
			again = false;
			await sweep();
		} while (again);
	};
	return () => {
		if (running) again = true;
		running ??= run().finally(() => (running = null));
		return running;
	};
}

function note({ logger }: Host): (action: Action, error: unknown, isDead: boolean) => void {
	return ({ id, kind, attempts }, error, isDead) => {
		const what = `[guanxi] action ${id} (${kind}) failed, attempt ${attempts + 1}`;
		if (isDead) logger.error(error, `${what}: given up. See /crm/system/status.`);
		else logger.warn(error, `${what}: it will be tried again.`);
	};
}
