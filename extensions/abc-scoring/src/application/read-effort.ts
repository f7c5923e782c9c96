import type { EffortAnswer } from '../contract/answers.ts';
import { fromUnits } from '../domain/cut-points.ts';
import { effortOf } from '../domain/effort.ts';
import { findingsOf, findingText } from '../domain/effort-findings.ts';
import type { Period, Ports } from './ports.ts';
import { periodOf } from './read-changes.ts';
import { findModel } from './read-summary.ts';

export type EffortResult =
	| { ok: true; data: EffortAnswer }
	| { ok: false; reason: 'model_not_found' }
	| { ok: false; reason: 'invalid_period'; field: 'from' | 'to' };

/**
 * Where the work goes against where the value comes from. A person is whoever logged the interaction, or the
 * customer's owner where nobody is named. With `owner`, value and customers are those the person owns, and work is what
 * the person logged with any customer.
 */
export async function readEffort(
	ports: Ports,
	input: { key: string; from?: string | undefined; to?: string | undefined; owner?: string | undefined },
): Promise<EffortResult> {
	const { store, settings, locale } = ports;
	const model = await findModel(ports, input.key);
	if (!model) return { ok: false, reason: 'model_not_found' };
	const asked = periodOf(input, settings.timezone);
	if ('field' in asked) return { ok: false, reason: 'invalid_period', field: asked.field };
	const period = asked.from || asked.to ? asked : await windowOfLastRun(ports, model.id!);

	const owner = input.owner || null;
	const counts = await store.classCounts(model, owner);
	const shares = model.classes.map(({ code }) => {
		const found = counts.find((item) => item.code === code);
		return { code, customers: found?.customers ?? 0, value: fromUnits(found?.value ?? 0, model.basis) };
	});
	const effort = effortOf(shares, await store.work(model.id!, period, owner));
	const data: EffortAnswer = {
		model: model.key,
		from: period.from?.toISOString() ?? null,
		to: period.to?.toISOString() ?? null,
		owner,
		basis: model.basis,
		currency: settings.currency,
		interactions: effort.interactions,
		classes: effort.classes.map((item, index) => ({
			...item,
			label: model.classes[index]?.label || item.code,
			color: model.classes[index]?.color ?? null,
		})),
		owners: effort.owners,
		findings: findingsOf(effort).map((finding) => ({
			...finding,
			message: findingText(finding, locale, model.basis),
		})),
	};
	return { ok: true, data };
}

/** Without a period the work is compared over the time in which the value was earned. */
async function windowOfLastRun({ store }: Ports, model: string): Promise<Period> {
	const run = await store.lastRun(model);
	return run ? { from: run.windowStart, to: run.asOf } : { from: null, to: null };
}
