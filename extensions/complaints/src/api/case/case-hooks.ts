import { randomUUID } from 'node:crypto';
import type { EventContext } from '@directus/types';
import { enqueueActions } from '@guanxi/core/actions';
import { nextNumber } from '@guanxi/core/counters';
import type { Host, Knex } from '@guanxi/core/directus';
import { doNow } from '@guanxi/core/do-now';
import { refusal } from '@guanxi/core/http';
import { requirePermission, type Action } from '@guanxi/core/rights';
import { safely } from '@guanxi/core/safely';
import { COMPLAINTS } from '../../domain/case/case.ts';
import { CASE_WORDS } from '../../domain/case/case-words.ts';
import { missingIn } from '../../domain/case/needs.ts';
import { OPEN, openAction } from '../../domain/intake/open-case.ts';
import { REFERENCES, referenceOf } from '../../domain/intake/reference.ts';
import { lookAtClocks } from '../sla/hear-messages.ts';
import { caseOf, type Row } from '../rows.ts';

type Handler = (payload: unknown, meta: Record<string, unknown>, context: EventContext) => unknown;

export interface Register {
	filter: (event: string, handler: Handler) => void;
	action: (event: string, handler: (meta: Record<string, unknown>) => void) => void;
}

/** What people write in forms and through the API. Registered after the guard of computed fields: only this may fill those. */
export function guardCases({ filter, action }: Register, host: Host): void {
	filter(`${COMPLAINTS}.items.create`, (payload, _meta, event) => newCase(host, event, payload as Row));
	filter(`${COMPLAINTS}.items.update`, (payload, meta, event) => changedCases(host, event, payload as Row, (meta['keys'] as unknown[]).map(String)));
	// What was just filed is opened at once; the worker would do it some seconds later.
	action(`${COMPLAINTS}.items.create`, ({ key }) => {
		void safely(host, 'opening a complaint', () => doNow(host, OPEN, [String(key)]));
	});
	// Other limits may hold for a case that was edited; should this be lost, whatever happens next finds it.
	action(`${COMPLAINTS}.items.update`, ({ keys }) => {
		void safely(host, 'looking at the clocks of a complaint', () => lookAtClocks(host, (keys as unknown[]).map(String)));
	});
}

/** A case that staff or a program files: it gets its reference, and is opened like any other. */
async function newCase(host: Host, event: EventContext, payload: Row): Promise<Row> {
	await requireRight(host, event, 'create');
	const trx = event.database as Knex;
	const now = new Date();
	const id = String(payload['id'] ?? randomUUID()).toLowerCase();
	const filed: Row = { ...payload, id, received_at: now, unassigned_since: payload['assignee'] ? null : now };
	requireNeeds(filed);
	const reference = referenceOf(await nextNumber(trx, REFERENCES));
	await enqueueActions(trx, [openAction(id, now)], now);
	return { ...filed, reference };
}

/** Nothing that a state needs is taken away again by hand. */
async function changedCases(host: Host, event: EventContext, payload: Row, keys: string[]): Promise<Row> {
	await requireRight(host, event, 'update');
	const rows: Row[] = await (event.database as Knex)(COMPLAINTS).whereIn('id', keys);
	for (const row of rows) requireNeeds({ ...row, ...payload }, missingIn(caseOf(row)));
	if (!('assignee' in payload)) return payload;
	return { ...payload, unassigned_since: payload['assignee'] ? null : new Date() };
}

/** What was missing before is not this change's fault. */
function requireNeeds(row: Row, before: string[] = []): void {
	const missing = missingIn(caseOf(row)).filter((field) => !before.includes(field));
	if (missing.length > 0) throw refusal(422, CASE_WORDS, { field: missing[0]!, reason: 'guard_failed', params: { missing } }, { missing });
}

/** Directus asks hooks before it checks rights, and what they refuse would tell about rows. */
async function requireRight(host: Host, { accountability, database }: EventContext, action: Action): Promise<void> {
	if (accountability) await requirePermission({ ...host, database: database as Knex }, { accountability }, action, COMPLAINTS);
}
