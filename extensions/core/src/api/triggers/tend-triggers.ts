import type { RegisterFunctions } from '@directus/types';
import { sweeper } from '../actions/worker.ts';
import { appendOnlyOf, keepAppendOnly, releaseAppendOnly } from '../append-only/append-only.ts';
import { isTransient, withTransientRetries } from '../database-errors.ts';
import type { Host } from '../directus.ts';
import { contributionsOf } from '../install/contributions.ts';
import type { Contribution } from '../install/wanted.ts';
import { withLease } from '../lease.ts';
import { safely } from '../safely.ts';
import { keepWatches, stopWatches } from '../watch/watch.ts';
import { keepPaymentTimes, stopPaymentTimes } from './payment-times.ts';
import { dropStrays } from './strays.ts';

/** The triggers of all plugins are there; where the database refuses them, all else goes on. */
export async function tendTriggers(host: Host, contributions: Contribution[]): Promise<void> {
	for (const { schema } of contributions) {
		for (const rule of appendOnlyOf(schema)) {
			const what = `${rule.table} is append-only by our hooks alone`;
			await attempt(host, what, () => keepAppendOnly(host.database, rule));
		}
		if (schema.plugin === 'core') await attempt(host, 'times of payment are noted by hand alone', () => keepPaymentTimes(host.database));
		const what = `what ${schema.plugin} waits for is found by its sweep alone`;
		await attempt(host, what, () => keepWatches(host.database, schema));
	}
}

async function attempt({ logger }: Host, otherwise: string, work: () => Promise<void>): Promise<void> {
	try {
		await withTransientRetries(work);
	} catch (error) {
		const advice = isTransient(error) ? 'Other work held the table; it is tried again at the next start' : ADVICE;
		logger.warn(error, `[guanxi] ${otherwise}. ${advice}`);
	}
}

const ADVICE =
	'The database refused triggers: give the TRIGGER right (on MySQL with a binary log also set log_bin_trust_function_creators = 1)';

/** Before migrations and before tables go. */
export async function releaseLogs(host: Host, contributions: Contribution[]): Promise<void> {
	for (const rule of contributions.flatMap(({ schema }) => appendOnlyOf(schema))) await releaseAppendOnly(host.database, rule);
}

/** Before a plugin is switched off: what it waits for would pile up, and without its tables nobody could write at all. */
export async function releaseWatches(host: Host, plugin: string): Promise<void> {
	if (plugin === 'core') await stopPaymentTimes(host.database);
	const left = (await contributionsOf(host)).filter(({ schema }) => schema.plugin === plugin);
	for (const { schema } of left) await stopWatches(host.database, schema);
}

/** In turn with other servers that start, and with an install, whose migrations need the logs open. */
async function tendInTurn(host: Host): Promise<void> {
	const { database } = host;
	if (!(await database.schema.hasTable('crm_leases'))) return;
	const lease = { ttlMs: 15_000, waitMs: 20_000 };
	await withLease(database, 'install', lease, async () => {
		await tendTriggers(host, await contributionsOf(host));
		await attempt(host, 'triggers of plugins that are off are still there', () => dropStrays(host));
	});
}

/**
 * At server start, when plugins are switched on or off, and after every change of a field or relation: SQLite rebuilds the
 * table and triggers go with the old one, elsewhere they name a column too many or too few.
 */
export function guardTriggers({ action }: Pick<RegisterFunctions, 'action'>, host: Host): void {
	const tend = sweeper(() => tendInTurn(host));
	const tendAgain = (): void => {
		void safely(host, 'keeping triggers', tend);
	};
	action('server.start', tendAgain);
	action('extensions.reload', tendAgain);
	for (const change of ['create', 'update', 'delete']) {
		action(`fields.${change}`, tendAgain);
		action(`relations.${change}`, tendAgain);
		action(`collections.${change}`, tendAgain);
	}
}
