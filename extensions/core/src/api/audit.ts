import type { Host } from './directus.ts';
import { readMeta, writeMeta } from './meta-rows.ts';

/** One thing that must always hold, checked against the stored rows. */
export interface AuditCheck {
	/** Stable name, `<plugin>.<what holds>`. */
	name: string;
	/** Returns the ids that break it (at most 20), or an empty list. */
	violations: (host: Host) => Promise<string[]>;
}

export interface AuditReport {
	ok: boolean;
	/** When it ran, as an ISO instant. */
	at: string;
	checks: CheckResult[];
}

interface CheckResult {
	name: string;
	ok: boolean;
	/** Ids that break it, at most 20. */
	examples: string[];
	/** Why the check itself could not be made; null when it could. */
	error: string | null;
}

const MEMORY = 'audit';

/** Runs the checks of every loaded bundle (emitter filter `crm.core.audit`), and remembers what they found. */
export async function runAudit(host: Host): Promise<AuditReport> {
	const all = await host.emitter.emitFilter<AuditCheck[]>('crm.core.audit', [], {});
	const checks: CheckResult[] = [];
	for (const check of all) checks.push(await carryOut(host, check));
	const report = { ok: checks.every(({ ok }) => ok), at: new Date().toISOString(), checks };
	if (await host.database.schema.hasTable('crm_meta')) await writeMeta(host.database, MEMORY, report);
	return report;
}

/** The last report, or null when there was none: the checks read whole tables, too much for whoever only asks. */
export async function lastAudit({ database }: Host): Promise<AuditReport | null> {
	return (await readMeta<AuditReport>(database, MEMORY)) ?? null;
}

/** A check that cannot be made says nothing about the others. */
async function carryOut(host: Host, { name, violations }: AuditCheck): Promise<CheckResult> {
	try {
		const examples = (await violations(host)).map(String).slice(0, 20);
		return { name, ok: examples.length === 0, examples, error: null };
	} catch (error) {
		host.logger.warn(error, `[guanxi] the check ${name} could not be made`);
		// Knex puts the statement before the words of the database.
		const words = error instanceof Error ? error.message.split(' - ').at(-1)! : String(error);
		return { name, ok: false, examples: [], error: words.slice(0, 300) };
	}
}
