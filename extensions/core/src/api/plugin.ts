import type { PluginSchema } from '@guanxi/schema/model';
import type { ActionHandler } from '../application/actions/ports.ts';
import type { AuditCheck } from './audit.ts';
import { databaseTime } from './database-time.ts';
import type { Host, Knex } from './directus.ts';
import type { Fact } from './facts.ts';
import type { Contribution } from './install/install.ts';
import type { Migration } from './install/migrations.ts';
import { withLease } from './lease.ts';
import { described, type ApiOperation, type DescribedOperation } from './openapi.ts';
import { safely } from './safely.ts';

/** What a bundle brings to core, all in one place. Only the schema is a must. */
export interface Plugin {
	schema: PluginSchema;
	folders?: Contribution['folders'];
	/** Rows that every installation starts with, with fixed keys. */
	referenceRows?: Contribution['referenceRows'];
	/** Changes of stored rows that later versions of the schema need. */
	migrations?: Migration[];
	operations?: readonly ApiOperation[];
	/** How its kinds of durable actions are done. */
	actions?: ActionHandler<Knex>[];
	jobs?: Job[];
	audit?: AuditCheck[];
	/** After every install by `npm start`, with the demo company in place: lines for the person who waits. */
	setUp?: () => Promise<string[]>;
	/** After the demo company was loaded, in one go with it: what belongs to its story. */
	demo?: (now: Date) => Promise<void>;
	/** Parts of `last_runs` in `GET /crm/system/status`, by name. */
	status?: Record<string, () => Promise<unknown>>;
	/** Before its tables go, or it is switched off: removes what only it knows of. May be called again. */
	beforeUninstall?: () => Promise<void>;
	/** Hears the facts of all plugins at least once each; what it throws is tried again. It only puts down actions. */
	onFact?: (fact: Fact) => Promise<void>;
}

/** Work that is looked for at times. The tick is only a wake-up: what is due is decided from rows. */
export interface Job {
	/** `<plugin>.<what it does>`. */
	name: string;
	/** When to look, with seconds or without. */
	cron: string;
	/** Does what is due by the database's clock and says in a few words what it did. One server at a time runs it. */
	run: (now: Date) => Promise<string[]>;
}

/** Registers a bundle with core; call it once, in its hook, with the hook's own `schedule`. */
export function addPlugin(host: Host, schedule: Schedule, plugin: Plugin): void {
	const add = <T>(event: string, items: T[] = []): void => host.emitter.onFilter(event, (list: T[]) => [...list, ...items]);
	const { schema, folders, referenceRows, migrations, jobs = [] } = plugin;
	own = host;
	add<Contribution>('crm.core.schema', [{ schema, folders, referenceRows, migrations }]);
	add<DescribedOperation>('crm.core.openapi', described(plugin.operations ?? []));
	add('crm.core.actions', plugin.actions);
	add('crm.core.audit', plugin.audit);
	host.emitter.onFilter('crm.core.setup', async (lines: string[]) => [...lines, ...((await plugin.setUp?.()) ?? [])]);
	host.emitter.onFilter('crm.core.demo', async (done: unknown, { now }: { now: Date }) => {
		await plugin.demo?.(now);
		return done;
	});
	host.emitter.onFilter('crm.core.status', async (status: object) => ({ ...status, ...(await readAll(plugin.status)) }));
	host.emitter.onFilter('crm.core.uninstall', async (done: unknown, { plugin: leaving }: { plugin: string }) => {
		if (leaving === schema.plugin) await plugin.beforeUninstall?.();
		return done;
	});
	if (plugin.onFact) {
		host.emitter.onFilter('crm.core.fact', async (fact: Fact) => {
			await plugin.onFact!(fact);
			return fact;
		});
	}
	for (const job of jobs) addJob(host, schedule, job);
}

type Schedule = (cron: string, work: () => Promise<void>) => void;

const JOB_LEASE = { ttlMs: 30_000 };

/** Ticks may be lost, doubled or come in bursts, on every server; `crm sweep` does the same once. */
function addJob(host: Host, schedule: Schedule, { name, cron, run }: Job): void {
	const once = async (): Promise<string[]> => {
		if (!(await host.database.schema.hasTable('crm_leases'))) return [];
		return (await withLease(host.database, `job:${name}`, JOB_LEASE, async () => run(await databaseTime(host.database)))) ?? [];
	};
	host.emitter.onFilter('crm.core.sweep', async (done: string[]) => [...done, ...(await once())]);
	if (host.env['CRM_SCHEDULES'] !== 'off') schedule(cron, () => safely(host, name, once));
}

async function readAll(parts: Record<string, () => Promise<unknown>> = {}): Promise<Record<string, unknown>> {
	const answers: Record<string, unknown> = {};
	for (const [name, read] of Object.entries(parts)) answers[name] = await read();
	return answers;
}

/** Of this bundle: each has its own copy of this module. */
let own: Host | undefined;

/** What this bundle's hook received: its database is in no transaction. */
export function ownHost(): Host {
	if (!own) throw new Error('The hook of this bundle has not been registered');
	return own;
}

/** Flow operations get no emitter from Directus; they borrow the one that this bundle's hook received. */
export const hostOf = (context: unknown): Host => ({ ...(context as Omit<Host, 'emitter'>), emitter: ownHost().emitter });
