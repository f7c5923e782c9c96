import type { RegisterFunctions } from '@directus/types';
import type { Host } from '../directus.ts';
import { sweeper } from '../actions/worker.ts';
import { isTransient, withTransientRetries } from '../database-errors.ts';
import { contributionsOf } from '../install/contributions.ts';
import type { Contribution } from '../install/wanted.ts';
import { withLease } from '../lease.ts';
import { safely } from '../safely.ts';
import { appendOnlyOf, keepAppendOnly, releaseAppendOnly } from './append-only.ts';

/** The triggers of all append-only collections are there; where the database refuses them, all else goes on. */
export async function keepLogs(host: Host, contributions: Contribution[]): Promise<void> {
	for (const rule of contributions.flatMap(({ schema }) => appendOnlyOf(schema))) {
		try {
			await withTransientRetries(() => keepAppendOnly(host.database, rule));
		} catch (error) {
			const advice = isTransient(error) ? 'Other work held the table; it is tried again at the next start' : ADVICE;
			host.logger.warn(error, `[guanxi] ${rule.table} is append-only by our hooks alone. ${advice}`);
		}
	}
}

const ADVICE =
	'The database refused triggers: give the TRIGGER right (on MySQL with a binary log also set log_bin_trust_function_creators = 1)';

/** Before migrations and before tables go. */
export async function releaseLogs(host: Host, contributions: Contribution[]): Promise<void> {
	for (const rule of contributions.flatMap(({ schema }) => appendOnlyOf(schema))) await releaseAppendOnly(host.database, rule);
}

/** In turn with other servers that start, and with an install, whose migrations need the logs open. */
async function keepInTurn(host: Host): Promise<void> {
	const { database } = host;
	if (!(await database.schema.hasTable('crm_leases'))) return;
	await withLease(database, 'install', { ttlMs: 15_000, waitMs: 20_000 }, async () => keepLogs(host, await contributionsOf(host)));
}

/**
 * At server start and after every change of a field or relation: SQLite rebuilds the table and triggers go with the old one,
 * elsewhere they name a column too many or too few.
 */
export function guardLogs({ action }: Pick<RegisterFunctions, 'action'>, host: Host): void {
	const keep = sweeper(() => keepInTurn(host));
	const keepAgain = (): void => {
		void safely(host, 'keeping logs append-only', keep);
	};
	action('server.start', keepAgain);
	for (const change of ['create', 'update', 'delete']) {
		action(`fields.${change}`, keepAgain);
		action(`relations.${change}`, keepAgain);
	}
}
