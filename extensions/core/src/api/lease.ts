import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { databaseTime } from './database-time.ts';
import type { Knex } from './directus.ts';
import { dialect } from './install/read-current.ts';
import { isAlive } from './process-alive.ts';

export interface LeaseOptions {
	/** Must exceed the longest pause between two renewals; a killed holder blocks others this long. */
	ttlMs: number;
	/** How long to wait for another holder. Default: not at all. */
	waitMs?: number;
}

/**
 * Runs `work` while holding a named lease, or returns null when someone else keeps holding it.
 * A row with an expiry by the database's clock, not a database lock: it works alike on every database and through
 * poolers, and a killed process frees it by time.
 */
export async function withLease<T>(
	database: Knex,
	name: string,
	{ ttlMs, waitMs = 0 }: LeaseOptions,
	work: () => Promise<T>,
): Promise<T | null> {
	const owner = `${process.pid}-${randomUUID()}`.slice(0, 36);
	const giveUpAt = Date.now() + waitMs;
	while (!(await acquire(database, name, owner, ttlMs))) {
		if (Date.now() >= giveUpAt) return null;
		await setTimeout(500);
	}
	const renewal = setInterval(() => {
		// One that fails is left to the next; after ttlMs others may take over.
		renew(database, name, owner, ttlMs).catch(() => undefined);
	}, ttlMs / 3);
	renewal.unref();
	try {
		return await work();
	} finally {
		clearInterval(renewal);
		await database('crm_leases').where({ name, owner }).del();
	}
}

async function renew(database: Knex, name: string, owner: string, ttlMs: number): Promise<void> {
	const nowMs = (await databaseTime(database)).getTime();
	await database('crm_leases').where({ name, owner }).update({ expires_at_ms: nowMs + ttlMs });
}

async function acquire(database: Knex, name: string, owner: string, ttlMs: number): Promise<boolean> {
	const nowMs = (await databaseTime(database)).getTime();
	if (dialect(database) === 'sqlite3' && (await isStillHeld(database, name, nowMs - PATIENCE * ttlMs))) return false;
	const taken = await database('crm_leases')
		.where({ name })
		.where('expires_at_ms', '<', nowMs)
		.update({ owner, expires_at_ms: nowMs + ttlMs });
	if (taken === 1) return true;
	if (await database('crm_leases').where({ name }).first('name')) return false;
	try {
		await database('crm_leases').insert({ name, owner, expires_at_ms: nowMs + ttlMs });
		return true;
	} catch {
		return false; // Another process inserted the row first.
	}
}

/** In lengths of the lease: a living process may be another one that got the number of a dead one. */
const PATIENCE = 20;

/**
 * SQLite has one connection: while a long step has it, such as the rebuild of a large table, the holder cannot renew. It
 * also has one machine, so others see that the holder's process lives.
 */
async function isStillHeld(database: Knex, name: string, sinceMs: number): Promise<boolean> {
	const lease = await database('crm_leases').where({ name }).where('expires_at_ms', '>', sinceMs).first('owner');
	const pid = Number.parseInt(String(lease?.owner), 10);
	return /^\d+-/.test(String(lease?.owner)) && pid !== process.pid && isAlive(pid);
}
