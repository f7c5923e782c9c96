import type { RegisterFunctions } from '@directus/types';
import type { WatchSpec } from '@guanxi/schema/model';
import { sweepDue, sweeper } from '../actions/worker.ts';
import { databaseTime } from '../database-time.ts';
import type { Host } from '../directus.ts';
import { contributionsOf } from '../install/contributions.ts';
import { safely } from '../safely.ts';

/**
 * What was written through Directus is looked at right away, so that whoever made an order sees its points; everything else
 * waits for the worker's next round.
 */
export function wakeOnWrites({ action }: Pick<RegisterFunctions, 'action'>, host: Host): void {
	// Kept once it is known: a failure must not be remembered.
	let known: WatchSpec[] | undefined;
	const wake = sweeper(() => safely(host, 'looking at what has changed', async () => doNew(host, known!)));
	for (const event of ['create', 'update', 'delete']) {
		action(`items.${event}`, ({ collection }: Record<string, unknown>) => {
			void safely(host, 'waking for a change', async () => {
				known ??= await watchesOf(host);
				if (known.some(({ table }) => table === collection)) await wake();
			});
		});
	}
}

async function watchesOf(host: Host): Promise<WatchSpec[]> {
	return (await contributionsOf(host)).flatMap(({ schema }) => schema.watches ?? []);
}

const AT_ONCE = 50;

/** The newest first: what was put off, or came in thousands, is left to the worker. */
async function doNew(host: Host, watches: WatchSpec[]): Promise<void> {
	const { database } = host;
	const kinds = [...new Set(watches.map(({ kind }) => kind))];
	const due = database('crm_actions').where({ state: 'scheduled', attempts: 0 }).where('due_at_ms', '<=', (await databaseTime(database)).getTime());
	const ids: number[] = await due.whereIn('kind', kinds).orderBy('id', 'desc').limit(AT_ONCE).pluck('id');
	if (ids.length > 0) await sweepDue(host, { ids });
}
