import { GUARD_FAILED, type Action, type ActionStore, type Finished } from '../../application/actions/ports.ts';
import type { Guard } from '../../domain/command/decision.ts';
import { withTransientRetries } from '../database-errors.ts';
import { databaseTime } from '../database-time.ts';
import type { Knex } from '../directus.ts';

/** A killed worker's actions are taken over after this time. */
export const LEASE_MS = 60_000;

/** Durable actions on a database. `now` defaults to the database's own clock, which all instances share. */
export function actionStore(database: Knex, now: () => Promise<Date> = () => databaseTime(database)): ActionStore<Knex> {
	const settle = (owner: string, action: Action, change: object) =>
		withTransientRetries(async () => {
			await database('crm_actions').where(held(owner, action)).update({ ...RELEASE, ...change });
		});
	return {
		now,
		claim: (owner, wanted) => withTransientRetries(() => claim(database, owner, wanted)),
		holds: (guard) => holds(database, guard),
		begin: (owner, action, at) =>
			withTransientRetries(async () => {
				const row = { lease_until_ms: at.getTime() + LEASE_MS, attempts: action.attempts + 1 };
				return Number(await database('crm_actions').where(held(owner, action)).update(row)) === 1;
			}),
		finish: (owner, action, options) => withTransientRetries(() => database.transaction((trx) => finish(trx, owner, action, options))),
		cancel: (owner, action, { now: at, reason }) =>
			settle(owner, action, { state: 'cancelled', finished_at_ms: at.getTime(), last_error: reason }),
		fail: (owner, action, { now: at, error, dueAt }) =>
			settle(owner, action, {
				state: dueAt ? 'scheduled' : 'dead',
				...(dueAt ? { due_at_ms: dueAt.getTime() } : { finished_at_ms: at.getTime() }),
				last_error: error,
			}),
	};
}

const RELEASE = { lease_owner: null, lease_until_ms: null };

const held = (owner: string, { id }: Action): object => ({ id, state: 'leased', lease_owner: owner });

type Finish = Parameters<ActionStore<Knex>['finish']>[2];

/** The write that marks the action done comes first: it locks the action, and fails at once when it is no longer ours. */
async function finish(trx: Knex, owner: string, action: Action, { now, write }: Finish): Promise<Finished> {
	const done = { ...RELEASE, state: 'done', finished_at_ms: now.getTime(), last_error: null };
	if (Number(await trx('crm_actions').where(held(owner, action)).update(done)) !== 1) return 'lost';
	const change = (row: object) => trx('crm_actions').where({ id: action.id }).update(row);
	if (action.guard && !(await holds(trx, action.guard, true))) {
		await change({ state: 'cancelled', last_error: GUARD_FAILED });
		return 'cancelled';
	}
	const later = await write(trx);
	if (!later) return 'done';
	// A moment that has passed would be tried again at once, and for ever.
	const dueAt = Math.max(later.again.getTime(), now.getTime() + 1000);
	await change({ state: 'scheduled', due_at_ms: dueAt, attempts: action.attempts, finished_at_ms: null });
	return 'later';
}

type Wanted = Parameters<ActionStore<Knex>['claim']>[1];

/** An UPDATE that names the state it expects: of two workers who picked the same rows, each row goes to one. */
async function claim(database: Knex, owner: string, { kinds, ids, now, limit }: Wanted): Promise<Action[]> {
	const at = now.getTime();
	const isFree = (query: Knex.QueryBuilder) =>
		query.where((free) =>
			free
				.where((due) => due.where('state', 'scheduled').where('due_at_ms', '<=', ids ? Number.MAX_SAFE_INTEGER : at))
				.orWhere((expired) => expired.where('state', 'leased').where('lease_until_ms', '<', at)),
		);
	const chosen = isFree(database('crm_actions')).whereIn('kind', kinds).orderBy(['due_at_ms', 'id']).limit(limit);
	if (ids) void chosen.whereIn('id', ids);
	const free: number[] = await chosen.pluck('id');
	if (free.length === 0) return [];
	const lease = { state: 'leased', lease_owner: owner, lease_until_ms: at + LEASE_MS };
	const taken = await isFree(database('crm_actions').whereIn('id', free)).update(lease);
	// Others were faster with all of them: there may be more.
	if (Number(taken) === 0) return claim(database, owner, { kinds, ids, now, limit });
	const rows: Row[] = await database('crm_actions')
		.where({ state: 'leased', lease_owner: owner })
		.whereIn('id', free)
		.orderBy(['due_at_ms', 'id']);
	return rows.map(toAction);
}

interface Row {
	id: number;
	kind: string;
	subject_collection: string | null;
	subject_id: string | null;
	due_at_ms: string | number;
	attempts: number;
	guard: string | null;
	payload: string;
	dedupe_key: string;
}

function toAction(row: Row): Action {
	return {
		id: Number(row.id),
		kind: row.kind,
		subjectCollection: row.subject_collection,
		subjectId: row.subject_id,
		dueAt: new Date(Number(row.due_at_ms)),
		attempts: row.attempts,
		guard: row.guard ? (JSON.parse(row.guard) as Guard) : null,
		payload: JSON.parse(row.payload) as Record<string, unknown>,
		dedupeKey: row.dedupe_key,
	};
}

async function holds(knex: Knex, { table, id, match }: Guard, lock = false): Promise<boolean> {
	const query = knex(table).where({ id, ...match });
	return (await (lock ? query.forUpdate() : query).first('id')) !== undefined;
}
