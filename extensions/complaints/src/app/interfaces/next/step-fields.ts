import type { State } from '../../../domain/case/case.ts';

/** What a step asks for in its own small form. */
export const STEP_FIELDS = ['decision', 'reason', 'remedy', 'compensation', 'recourse', 'external_body'] as const;
export type StepField = (typeof STEP_FIELDS)[number];

const ASKED: Partial<Record<State, readonly StepField[]>> = {
	decided: ['decision', 'reason', 'remedy', 'compensation'],
	closed_unaccepted: ['recourse'],
	withdrawn: ['reason'],
	out_of_scope: ['reason', 'recourse'],
	external: ['external_body', 'reason'],
	reopened: ['reason'],
};

export const fieldsOf = (to: State): readonly StepField[] => ASKED[to] ?? [];

/** Said by taking the step: whoever closes a case that was not accepted has told the customer. */
const SAID_BY_IT = ['communicated_at', 'decision_reason'];

/** What is missing and is filled in elsewhere on the page, such as the assessment. */
export const missingOnPage = (to: State, missing: readonly string[]): string[] =>
	missing.filter((field) => !SAID_BY_IT.includes(field) && !(fieldsOf(to) as readonly string[]).includes(field));

/** What is sent; what was left empty is not said. */
export function bodyOf(to: State, missing: readonly string[], given: Partial<Record<StepField, string | number | null>>, now: Date): Record<string, unknown> {
	const said = fieldsOf(to).flatMap((field) => {
		const value = given[field];
		if (value === undefined || value === null || String(value).trim() === '') return [];
		return [[field, field === 'compensation' ? Number(value) : String(value).trim()]];
	});
	const told = missing.includes('communicated_at') ? { communicated_at: now.toISOString() } : {};
	return { to, ...Object.fromEntries(said), ...told };
}
