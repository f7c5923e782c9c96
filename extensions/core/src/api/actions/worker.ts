import { randomUUID } from 'node:crypto';
import type { Action, ActionHandler } from '../../application/actions/ports.ts';
import { sweepActions, type Swept } from '../../application/actions/sweep-actions.ts';
import type { Host, Knex } from '../directus.ts';
import { ownHost } from '../plugin.ts';
import { safely } from '../safely.ts';
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

/**
 * Does at once what was just put down, so that nobody waits for the next tick. What fails is left to it. What was put down within a transaction
 * of somebody else's, such as a save that a blocking Flow looks at, is done when that has committed, which nobody can wait for.
 */
export async function doNow(host: Host, kind: string, dedupeKeys: string[]): Promise<void> {
	if (host.database.isTransaction) return doLater(host, kind, () => doNow(ownHost(), kind, dedupeKeys));
	try {
		const keys = dedupeKeys.map((key) => actionKey(kind, key));
		const ids: number[] = await host.database('crm_actions').whereIn('dedupe_key', keys).pluck('id');
		if (ids.length > 0) await sweepDue(host, { ids });
	} catch (error) {
		host.logger.warn(error, `[guanxi] ${kind} is left to the next sweep`);
	}
}

/** Of an outermost transaction: whether it has committed, once all that waited for it so far is done. */
const ENDS = new WeakMap<Knex.Transaction, Promise<boolean>>();

/** What was put down first is done first. */
function doLater(host: Host, kind: string, work: () => Promise<void>): void {
	let transaction = host.database as Knex.Transaction;
	while (transaction.parentTransaction) transaction = transaction.parentTransaction;
	const end = ENDS.get(transaction) ?? transaction.executionPromise.then(() => true, () => false);
	const mine = end.then(async (isCommitted) => {
		if (isCommitted) await safely(host, `doing ${kind} after a commit`, work);
		return isCommitted;
	});
	ENDS.set(transaction, mine);
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
