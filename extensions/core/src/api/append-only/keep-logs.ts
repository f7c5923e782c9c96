import type { RegisterFunctions } from '@directus/types';
import type { Host } from '../directus.ts';
import { contributionsOf } from '../install/contributions.ts';
import { dialect } from '../install/read-current.ts';
import type { Contribution } from '../install/wanted.ts';
import { withLease } from '../lease.ts';
import { safely } from '../safely.ts';
import { appendOnlyOf, keepAppendOnly, releaseAppendOnly } from './append-only.ts';

/** The triggers of all append-only collections are there; where the database refuses them, all else goes on. */
export async function keepLogs(host: Host, contributions: Contribution[]): Promise<void> {
	for (const rule of contributions.flatMap(({ schema }) => appendOnlyOf(schema))) {
		try {
			await keepAppendOnly(host.database, rule);
		} catch (error) {
			host.logger.warn(error, `[guanxi] ${rule.table} is append-only by our hooks alone. ${ADVICE}`);
		}
	}
}

const ADVICE =
	'The database refused triggers: give the TRIGGER right (on MySQL with a binary log also set log_bin_trust_function_creators = 1)';

/** Before migrations and before tables go. */
export async function releaseLogs(host: Host, contributions: Contribution[]): Promise<void> {
	for (const rule of contributions.flatMap(({ schema }) => appendOnlyOf(schema))) await releaseAppendOnly(host.database, rule);
}

/** Unless somebody does it already: another server that starts, or an install, whose migrations need the logs open. */
async function keepInTurn(host: Host): Promise<void> {
	const { database } = host;
	if (!(await database.schema.hasTable('crm_leases'))) return;
	await withLease(database, 'install', { ttlMs: 15_000 }, async () => keepLogs(host, await contributionsOf(host)));
}

/** At server start, and on SQLite after every change of a field: it rebuilds the table, and triggers go with the old one. */
export function guardLogs({ action }: Pick<RegisterFunctions, 'action'>, host: Host): void {
	const keepAgain = (): void => {
		void safely(host, 'keeping logs append-only', () => keepInTurn(host));
	};
	action('server.start', keepAgain);
	for (const change of ['create', 'update', 'delete']) {
		action(`fields.${change}`, () => {
			if (dialect(host.database) === 'sqlite3') keepAgain();
		});
	}
}
