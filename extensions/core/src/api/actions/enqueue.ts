import type { ActionDraft, Fact } from '../../domain/command/decision.ts';
import type { Knex } from '../directus.ts';
import { actionKey } from './action-key.ts';

/** The kind of action that tells a fact. */
export const ANNOUNCE = 'core.announce';

/** SQLite takes a thousand parameters in a statement. */
const AT_ONCE = 50;

/**
 * Puts down what must be done, in the caller's transaction: with the work it belongs to, or not at all. An action with a
 * known key is left as it is, whatever has become of it.
 */
export async function enqueueActions(trx: Knex, drafts: ActionDraft[], now: Date): Promise<void> {
	for (const insert of actionInserts(trx, drafts, now)) await insert;
}

/** The same as statements that are not sent yet. */
export function actionInserts(trx: Knex, drafts: ActionDraft[], now: Date): Knex.QueryBuilder[] {
	const rows = drafts.map((draft) => ({
		kind: draft.kind,
		subject_collection: draft.subjectCollection ?? null,
		subject_id: draft.subjectId ?? null,
		due_at_ms: draft.dueAt.getTime(),
		state: 'scheduled',
		attempts: 0,
		guard: draft.guard ? JSON.stringify(draft.guard) : null,
		payload: JSON.stringify(draft.payload),
		dedupe_key: actionKey(draft.kind, draft.dedupeKey),
		created_at_ms: now.getTime(),
	}));
	// One statement may not meet one key twice; the first of them counts.
	const met = new Set<string>();
	const unique = rows.filter(({ dedupe_key: key }) => !met.has(key) && met.add(key));
	// Not `ignore()`: on MySQL that would also swallow texts that are too long.
	const unchanged = { dedupe_key: trx.ref('crm_actions.dedupe_key') };
	const parts = Array.from({ length: Math.ceil(unique.length / AT_ONCE) }, (_, i) => unique.slice(i * AT_ONCE, (i + 1) * AT_ONCE));
	return parts.map((part) => trx('crm_actions').insert(part).onConflict('dedupe_key').merge(unchanged));
}

/** Makes an action due earlier, or later, while nobody has begun it. */
export async function moveDue(trx: Knex, { kind, dedupeKey, dueAt }: { kind: string; dedupeKey: string; dueAt: Date }): Promise<void> {
	const action = { dedupe_key: actionKey(kind, dedupeKey), state: 'scheduled' };
	await trx('crm_actions').where(action).update({ due_at_ms: dueAt.getTime() });
}

/** Facts are told after the commit; until then they are actions that are due at once. */
export const factAction = (fact: Fact, now: Date): ActionDraft => ({
	kind: ANNOUNCE,
	dueAt: now,
	subjectCollection: fact.subjectCollection,
	subjectId: fact.subjectId,
	payload: { ...fact, occurredAt: fact.occurredAt.toISOString() },
	dedupeKey: fact.dedupeKey,
});
