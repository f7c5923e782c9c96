import { purgeCache } from '@guanxi/core/cache';
import { createConditions } from '@guanxi/core/conditions';
import { databaseTime } from '@guanxi/core/database-time';
import type { Host } from '@guanxi/core/directus';
import { doNow } from '@guanxi/core/do-now';
import { languageOf, type Asking } from '@guanxi/core/language';
import { readSettings } from '@guanxi/core/settings';
import { localeOf } from '@guanxi/core/words';
import type { AdjustCutPoints, Ports } from '../application/ports.ts';
import { createPorts } from './ports.ts';
import { ANNOUNCE_MOVES } from './sql/run-records.ts';

/**
 * The use cases' ports on a running Directus. `call` gives the caller's language and names the actor of the facts;
 * without one (schedule, command line) the company's language is used. Time is the database's: several servers compare when
 * runs began, and when one is to be taken for dead.
 */
export async function portsFor(host: Host, { call }: { call?: Asking } = {}): Promise<Ports> {
	const settings = await readSettings(host.database);
	const language = (call && (await languageOf(host, call))) ?? settings.language;
	return createPorts({
		knex: host.database,
		settings: {
			timezone: settings.timezone,
			currency: settings.currency,
			exchangeRates: settings.exchangeRates.map(({ validFrom, ...rate }) => ({ ...rate, valid_from: validFrom })),
		},
		now: await databaseTime(host.database),
		locale: localeOf(language),
		conditions: createConditions(host),
		adjustCutPoints: adjustBy(host),
		untracked: (error) => warnOnce(host, error),
		outbox: { actor: call?.accountability?.user ?? null, flush: (run) => afterRun(host, run) },
	});
}

let hasWarned = false;

/** Runs are correct without triggers, only slower: said once per process. */
function warnOnce({ logger }: Host, error: unknown): void {
	if (hasWarned) return;
	hasWarned = true;
	logger.warn(
		error,
		'[guanxi] scoring computes all customers in every run, because it could not create triggers. If the database does ' +
			'not allow it: give the TRIGGER right (on MySQL with a binary log also set log_bin_trust_function_creators = 1)',
	);
}

/** Third-party hooks may move the cut points: emitter filter `crm.abc.score`, once per run. */
function adjustBy(host: Host): AdjustCutPoints {
	return (points, context) => host.emitter.emitFilter('crm.abc.score', points, context);
}

/** The run is committed: its changes are told, and answers cached before it are forgotten. */
async function afterRun(host: Host, run: string): Promise<void> {
	await doNow(host, ANNOUNCE_MOVES, [run]);
	await purgeCache(host, { always: true }).catch((error: unknown) => host.logger.warn(error, '[guanxi] cache'));
}
