import { randomUUID } from 'node:crypto';
import { enqueueActions } from '@guanxi/core/actions';
import { nextNumber } from '@guanxi/core/counters';
import type { Host } from '@guanxi/core/directus';
import { doNow } from '@guanxi/core/do-now';
import type { HookCall, WriteGuards } from '@guanxi/core/guard';
import { refusal } from '@guanxi/core/http';
import { safely } from '@guanxi/core/safely';
import { COMPLAINTS } from '../../domain/case/case.ts';
import { CASE_WORDS } from '../../domain/case/case-words.ts';
import { missingIn } from '../../domain/case/needs.ts';
import { OPEN, openAction } from '../../domain/intake/open-case.ts';
import { REFERENCES, referenceOf } from '../../domain/intake/reference.ts';
import { caseOf, type Row } from '../rows.ts';

type Action = (event: string, handler: (meta: Record<string, unknown>) => void) => void;

/** What people write in forms and through the API. Registered after the guard of computed fields: only this may fill those. */
export const caseGuards: WriteGuards = { create: newCase, update: changedCases };

/** What was just filed is opened at once; the worker would do it some seconds later. */
export function openAtOnce({ action }: { action: Action }, host: Host): void {
	action(`${COMPLAINTS}.items.create`, ({ key }) => {
		void safely(host, 'opening a complaint', () => doNow(host, OPEN, [String(key)]));
	});
}

/** A case that staff or a program files: it gets its reference, and is opened like any other. */
async function newCase({ knex }: HookCall, payload: Row): Promise<Row> {
	const now = new Date();
	const id = String(payload['id'] ?? randomUUID()).toLowerCase();
	const filed: Row = { ...payload, id, received_at: now, unassigned_since: payload['assignee'] ? null : now };
	requireNeeds(filed);
	const reference = referenceOf(await nextNumber(knex, REFERENCES));
	await enqueueActions(knex, [openAction(id, now)], now);
	return { ...filed, reference };
}

/** Nothing that a state needs is taken away again by hand. */
async function changedCases({ knex }: HookCall, payload: Row, keys: string[]): Promise<Row> {
	const rows: Row[] = await knex(COMPLAINTS).whereIn('id', keys);
	for (const row of rows) requireNeeds({ ...row, ...payload }, missingIn(caseOf(row)));
	if (!('assignee' in payload)) return payload;
	return { ...payload, unassigned_since: payload['assignee'] ? null : new Date() };
}

/** What was missing before is not this change's fault. */
function requireNeeds(row: Row, before: string[] = []): void {
	const missing = missingIn(caseOf(row)).filter((field) => !before.includes(field));
	if (missing.length > 0) throw refusal(422, CASE_WORDS, { field: missing[0]!, reason: 'guard_failed', params: { missing } }, { missing });
}
