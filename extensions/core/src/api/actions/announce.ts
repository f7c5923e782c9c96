import type { ActionHandler } from '../../application/actions/ports.ts';
import type { Fact } from '../../domain/command/decision.ts';
import type { Host, Knex } from '../directus.ts';
import { announce } from '../facts.ts';
import { ANNOUNCE } from './enqueue.ts';

/** Tells facts that commands put down. The row of `crm_events` has the fact's key, so it appears once. */
export function announceHandler(host: Host): ActionHandler<Knex> {
	return {
		kind: ANNOUNCE,
		perform: async ({ payload }) => {
			const fact = payload as unknown as Omit<Fact, 'occurredAt'> & { occurredAt: string };
			await announce(host, { ...fact, occurredAt: new Date(fact.occurredAt) });
		},
	};
}
