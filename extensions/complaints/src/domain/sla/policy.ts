import type { Limit } from '@guanxi/core/clock';
import type { Step } from '@guanxi/core/clock-step';
import type { Unit } from '@guanxi/core/units';

/** What is promised about a case, by us or by the law. The law's clocks have names of their own, so that both run beside each other. */
export const METRICS = ['ack', 'first_response', 'next_response', 'next_update', 'resolution', 'legal_acceptance', 'legal_resolution'] as const;
export type Metric = (typeof METRICS)[number];

export const isLegal = (metric: Metric): boolean => metric.startsWith('legal_');

/** One promise of a policy: so much time for cases as grave as this. */
export interface Target {
	metric: Metric;
	/** 1 to 4; null: any, also one that is not assessed yet. */
	severity: number | null;
	amount: number;
	unit: Unit;
	/** Whether waiting for the customer or others stops it. */
	pauses: boolean;
}

/** A rung of the ladder; null: of every clock of the policy. */
export type PolicyStep = Step & { metric: Metric | null };

export interface SlaPolicy {
	id: string;
	/** Service: the first policy that applies. Law: all that apply. */
	basis: 'service' | 'law';
	calendar: string;
	targets: readonly Target[];
	steps: readonly PolicyStep[];
}

/**
 * The limits of a case, by metric. `applying` are the policies whose conditions it meets, in order: the first of service counts, and every one
 * of law. Of the targets for one metric the first that fits the severity counts. A calendar that was deleted promises nothing.
 */
export function limitsOf(applying: readonly SlaPolicy[], severity: number | null, versions: ReadonlyMap<string, string>): Map<Metric, Limit> {
	const service = applying.find(({ basis }) => basis === 'service');
	const limits = new Map<Metric, Limit>();
	for (const policy of [...(service ? [service] : []), ...applying.filter(({ basis }) => basis === 'law')]) {
		const calendarVersion = versions.get(policy.calendar);
		if (calendarVersion === undefined) continue;
		for (const { metric, severity: asked, amount, unit, pauses } of policy.targets) {
			if (limits.has(metric) || (asked !== null && asked !== severity)) continue;
			const steps = policy.steps.filter((step) => step.metric === null || step.metric === metric).map(plain);
			limits.set(metric, {
				unit, target: amount, pauses: pauses && !isLegal(metric), calendar: policy.calendar, calendarVersion, policy: policy.id, steps,
			});
		}
	}
	return limits;
}

const plain = ({ when, amount, minutes, does, urgent, repeatEvery, repeatTimes }: PolicyStep): Step => ({
	when, amount, minutes, does, urgent, repeatEvery, repeatTimes,
});
