import { parseInstant } from '@guanxi/core/time';
import type { ChangesAnswer } from '../contract/answers.ts';
import { entryOf } from './explain-customer.ts';
import type { Period, Ports } from './ports.ts';
import { isUsual } from './prepare-scoring.ts';
import { findModel } from './read-summary.ts';

export type ChangesResult =
	| { ok: true; data: ChangesAnswer }
	| { ok: false; reason: 'model_not_found' }
	| { ok: false; reason: 'invalid_period'; field: 'from' | 'to' };

const CHANGES_LIMIT = 500;

/** Who moved between classes in [from, to), by the time of the run that moved them. */
export async function readChanges(
	ports: Ports,
	input: { key: string; from?: string | undefined; to?: string | undefined; limit?: number | undefined },
): Promise<ChangesResult> {
	const { store, settings, locale } = ports;
	const model = await findModel(ports, input.key);
	if (!model) return { ok: false, reason: 'model_not_found' };
	const period = periodOf(input, settings.timezone);
	if ('field' in period) return { ok: false, reason: 'invalid_period', field: period.field };

	const id = model.id!;
	const limit = Math.min(CHANGES_LIMIT, Math.max(1, input.limit ?? CHANGES_LIMIT));
	const now = new Map((await store.classCounts(model, null)).map(({ code, customers }) => [code, customers]));
	const since = await store.netChanges(id, { from: period.from, to: null });
	const after = period.to ? await store.netChanges(id, { from: period.to, to: null }) : new Map<string, number>();
	const at = (code: string, net: Map<string, number>) => (now.get(code) ?? 0) - (net.get(code) ?? 0);
	const rows = await store.changes(id, period, limit);
	const data: ChangesAnswer = {
		model: model.key,
		from: period.from?.toISOString() ?? null,
		to: period.to?.toISOString() ?? null,
		transitions: await store.transitions(id, period),
		classes: model.classes.map(({ code, label, color }) => ({
			code,
			label: label || code,
			color: color ?? null,
			customers_from: at(code, since),
			customers_to: at(code, after),
		})),
		changes: rows.map((row) => ({ customer: row.customer, ...entryOf(row, { basis: model.basis, locale }) })),
	};
	return { ok: true, data };
}

/** Reads ISO dates or instants into a half-open period; a missing end is open. */
export function periodOf(
	{ from, to }: { from?: string | undefined; to?: string | undefined },
	timezone: string,
): Period | { field: 'from' | 'to' } {
	const read = (text: string | undefined) => {
		const instant = text ? parseInstant(text, timezone) : undefined;
		return instant && !isUsual(instant) ? null : instant;
	};
	const [start, end] = [read(from), read(to)];
	if (start === null) return { field: 'from' };
	if (end === null) return { field: 'to' };
	if (start && end && start > end) return { field: 'from' };
	return { from: start ?? null, to: end ?? null };
}
