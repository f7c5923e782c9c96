import { createHash, randomUUID } from 'node:crypto';
import type { Host, Knex } from './directus.ts';
import { nextNumber } from './counters.ts';

/** Something that happened, in the past tense: `crm.<plugin>.<noun>_<past>`. */
export interface Fact {
	type: string;
	subjectCollection: string;
	subjectId: string;
	customer?: string | null;
	payload: Record<string, unknown>;
	actor?: string | null;
	occurredAt: Date;
	/** The same key is announced once, however often the caller repeats itself. */
	dedupeKey: string;
}

/**
 * Announces a fact after the work that caused it is committed: as a row of `crm_events`, which Flows, webhooks and
 * subscriptions see, and as an event on the shared emitter for other plugins. Returns false for one already told.
 */
export async function announce(host: Host, fact: Fact): Promise<boolean> {
	const dedupeKey = createHash('sha256').update(fact.dedupeKey).digest('hex');
	if (await host.database('crm_events').where({ dedupe_key: dedupeKey }).first('id')) return false;
	try {
		const schema = await host.getSchema();
		await new host.services.ItemsService('crm_events', { knex: host.database, schema }).createOne({
			id: randomUUID(),
			type: fact.type,
			subject_collection: fact.subjectCollection,
			subject_id: fact.subjectId,
			customer: fact.customer ?? null,
			payload: fact.payload,
			actor: fact.actor ?? null,
			occurred_at: fact.occurredAt.toISOString(),
			dedupe_key: dedupeKey,
		});
	} catch (error) {
		if ((error as { code?: string }).code === 'RECORD_NOT_UNIQUE') return false;
		throw error;
	}
	host.emitter.emitAction(fact.type, fact);
	return true;
}

/** Every event row gets the next sequence number inside the transaction that creates it. */
export async function numberEvent(
	trx: Knex,
	payload: Record<string, unknown>,
): Promise<Record<string, unknown>> {
	const seq = await nextNumber(trx, 'event_seq');
	return { occurred_at: new Date().toISOString(), dedupe_key: randomUUID(), ...payload, seq };
}
