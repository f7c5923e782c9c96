import type { Knex } from '../directus.ts';

export interface ActionStatus {
	/** Not yet due, or due and not yet done. */
	scheduled: number;
	/** Of those: due now or earlier. */
	overdue: number;
	oldest_due_at: string | null;
	leased: number;
	dead: number;
	/** The latest that were given up; `POST /crm/system/actions/retry` tries them again. */
	dead_examples: { id: number; kind: string; subject: string | null; attempts: number; last_error: string | null }[];
}

/** What is waiting, what is late, and what a person must look at. */
export async function actionStatus(database: Knex, now: Date): Promise<ActionStatus> {
	const counts: { state: string; n: string | number }[] = await database('crm_actions')
		.whereIn('state', ['scheduled', 'leased', 'dead'])
		.groupBy('state')
		.select('state')
		.count({ n: '*' });
	const count = (state: string): number => Number(counts.find((row) => row.state === state)?.n ?? 0);
	const late = await database('crm_actions')
		.where('state', 'scheduled')
		.where('due_at_ms', '<=', now.getTime())
		.count({ n: '*' })
		.min({ oldest: 'due_at_ms' })
		.first();
	const dead = await database('crm_actions').where('state', 'dead').orderBy('id', 'desc').limit(5);
	const oldest = late?.['oldest'] as string | number | null | undefined;
	return {
		scheduled: count('scheduled'),
		overdue: Number(late?.['n'] ?? 0),
		oldest_due_at: oldest === null || oldest === undefined ? null : new Date(Number(oldest)).toISOString(),
		leased: count('leased'),
		dead: count('dead'),
		dead_examples: dead.map((row) => ({
			id: Number(row.id),
			kind: row.kind,
			subject: row.subject_id && `${row.subject_collection}/${row.subject_id}`,
			attempts: row.attempts,
			last_error: row.last_error,
		})),
	};
}

/** Gives dead actions another full round of attempts; all of them, or those named. Returns how many. */
export async function retryDead(database: Knex, now: Date, ids?: number[]): Promise<number> {
	const dead = database('crm_actions').where('state', 'dead');
	if (ids) void dead.whereIn('id', ids);
	const fresh = { state: 'scheduled', attempts: 0, due_at_ms: now.getTime(), finished_at_ms: null };
	return Number(await dead.update(fresh));
}
