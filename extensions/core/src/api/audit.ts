import type { Host } from './directus.ts';

/** One thing that must always hold, checked against the stored rows. */
export interface AuditCheck {
	/** Stable name, `<plugin>.<what holds>`. */
	name: string;
	/** Returns the ids that break it (at most 20), or an empty list. */
	violations: (host: Host) => Promise<string[]>;
}

export interface AuditReport {
	ok: boolean;
	checks: { name: string; ok: boolean; examples: string[] }[];
}

/** Runs the checks of every loaded bundle (emitter filter `crm.core.audit`). Reads only. */
export async function runAudit(host: Host): Promise<AuditReport> {
	const all = await host.emitter.emitFilter<AuditCheck[]>('crm.core.audit', [], {});
	const checks = [];
	for (const { name, violations } of all) {
		const examples = await violations(host);
		checks.push({ name, ok: examples.length === 0, examples: examples.slice(0, 20) });
	}
	return { ok: checks.every(({ ok }) => ok), checks };
}

export const CORE_CHECKS: AuditCheck[] = [
	{
		name: 'core.every_customer_has_a_code',
		violations: ({ database }) => database('crm_customers').whereNull('code').limit(20).pluck('id'),
	},
	{
		name: 'core.merged_customers_are_archived',
		violations: ({ database }) =>
			database('crm_customers').whereNotNull('merged_into').where('status', 'active').limit(20).pluck('id'),
	},
	{
		name: 'core.refunds_do_not_exceed_orders',
		violations: ({ database }) =>
			database('crm_orders')
				.whereRaw('?? > ?? AND ?? > 0', ['refunded_amount', 'amount', 'amount'])
				.limit(20)
				.pluck('number'),
	},
];
