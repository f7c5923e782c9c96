import { readJson } from '@guanxi/core/calendar';
import { checkPolicy } from './check-policy.ts';
import type { Metric, PolicyStep, SlaPolicy, Target } from './policy.ts';

type Row = Record<string, unknown>;

/** A stored policy. One that nobody can read, because it came past the check, promises nothing. */
export function policyOf(row: Row): SlaPolicy | null {
	const { basis, targets, steps } = row;
	if (typeof row['calendar'] !== 'string' || checkPolicy({ basis, targets, steps }).length > 0) return null;
	return {
		id: String(row['id']),
		basis: basis === 'law' ? 'law' : 'service',
		calendar: row['calendar'],
		targets: listOf(targets).map(targetOf),
		steps: listOf(steps).map(stepOf),
	};
}

const listOf = (stored: unknown): Row[] => (readJson(stored) ?? []) as Row[];

const targetOf = ({ metric, severity, amount, unit, pauses }: Row): Target => ({
	metric: metric as Metric,
	severity: (severity ?? null) as number | null,
	amount: amount as number,
	unit: unit as Target['unit'],
	pauses: pauses === true,
});

const stepOf = ({ metric, when, amount, minutes, does, urgent, repeat_every: every, repeat_times: times }: Row): PolicyStep => ({
	metric: (metric ?? null) as Metric | null,
	when: when as PolicyStep['when'],
	amount: amount as number,
	minutes: (minutes ?? 'business') as PolicyStep['minutes'],
	does: does as string[],
	urgent: urgent === true,
	repeatEvery: (every ?? null) as number | null,
	repeatTimes: (times ?? null) as number | null,
});
