import { createHash, randomUUID } from 'node:crypto';
import type { Host, Knex } from './directus.ts';
import type { Fact } from '../domain/command/decision.ts';
import { nextNumber } from './counters.ts';
import { safely } from './safely.ts';

export type { Fact };

/**
 * Announces a fact after the work that caused it is committed: as a row of `crm_events`, which Flows, webhooks and
 * subscriptions see, and as an event on the shared emitter for other plugins. Returns false for one whose row is there
 * already; the emitter then hears it again, because nobody knows whether it heard it before.
 */
export async function announce(host: Host, fact: Fact): Promise<boolean> {
	const isNew = await createEvent(host, fact);
	// Awaited, and a failure is tried again: here a plugin that must not miss a fact puts down an action of its own.
	await host.emitter.emitFilter('crm.core.fact', fact, {});
	// A listener that throws at once would make the fact look untold, and it would be told again and again.
	await safely(host, `a listener of ${fact.type}`, () => host.emitter.emitAction(fact.type, fact));
	return isNew;
}

async function createEvent(host: Host, fact: Fact): Promise<boolean> {
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
