import { createHash, createHmac, hkdfSync, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { isToken, linkText, urlBelow, type LinkParts } from '../domain/link.ts';
import { REQUEST_WORDS } from '../domain/request-words.ts';
import type { Host, Knex } from './directus.ts';
import { refusal } from './errors.ts';

/** What a link is for: `kind` names the page, `subject` is the id that the page is about. Kinds have no colon. */
interface LinkSubject {
	kind: string;
	subject: string;
}

export interface Link {
	id: string;
	/** The secret part of its address. It is stored nowhere. */
	token: string;
	expiresAt: Date;
}

interface LinkRow {
	id: string;
	subject: string;
	nonce: string;
	token_hash: string;
	expires_at_ms: number | string;
	revoked_at_ms: number | string | null;
}

const DAY_MS = 86_400_000;

/**
 * The link to a page about `subject`, valid for so many days from now: the one that is out there already, or a new one.
 * Inside a transaction hand in `{ ...host, database: trx }`.
 */
export async function ensureLink(
	{ database, env }: Pick<Host, 'database' | 'env'>,
	{ kind, subject, now, validDays }: LinkSubject & { now: Date; validDays: number },
): Promise<Link> {
	const wanted = now.getTime() + validDays * DAY_MS;
	const known: LinkRow[] = await database('crm_links')
		.where({ kind, subject })
		.whereNull('revoked_at_ms')
		.where('expires_at_ms', '>', now.getTime())
		.orderBy('expires_at_ms', 'desc');
	for (const row of known) {
		const token = tokenOf(env, { kind, id: row.id, nonce: row.nonce });
		// Made with an earlier SECRET: it goes on working for whoever has it, but nobody can write it down again.
		if (hashOf(token) !== row.token_hash) continue;
		const expires = Math.max(wanted, Number(row.expires_at_ms));
		if (expires > Number(row.expires_at_ms)) await database('crm_links').where({ id: row.id }).update({ expires_at_ms: expires });
		return { id: row.id, token, expiresAt: new Date(expires) };
	}
	const parts = { kind, id: randomUUID(), nonce: randomUUID() };
	const token = tokenOf(env, parts);
	await database('crm_links').insert({ ...parts, subject, token_hash: hashOf(token), expires_at_ms: wanted });
	return { id: parts.id, token, expiresAt: new Date(wanted) };
}

/** What the link is about; `expired` also when it was revoked; null when nobody ever made it. */
export async function findLink(
	database: Knex,
	{ kind, token, now }: { kind: string; token: string; now: Date },
): Promise<{ id: string; subject: string } | 'expired' | null> {
	if (!isToken(token)) return null;
	const hash = hashOf(token);
	const row: LinkRow | undefined = await database('crm_links').where({ kind, token_hash: hash }).first();
	// Databases compare texts as they like, such as without regard to case, and in a time that depends on them.
	if (!row || !timingSafeEqual(Buffer.from(hash), Buffer.from(row.token_hash))) return null;
	const isOver = row.revoked_at_ms !== null || Number(row.expires_at_ms) <= now.getTime();
	return isOver ? 'expired' : { id: row.id, subject: row.subject };
}

/** The subject of the link that a page was opened with; else 404 or 410, with what to do. */
export async function requireLink(database: Knex, { kind, token }: { kind: string; token: string }): Promise<string> {
	const found = await findLink(database, { kind, token, now: new Date() });
	if (found === null) throw refusal(404, REQUEST_WORDS, { reason: 'link_unknown' });
	if (found === 'expired') throw refusal(410, REQUEST_WORDS, { reason: 'link_over' });
	return found.subject;
}

/** Whoever has one of these links sees from now on that it is no longer valid. */
export async function revokeLinks(database: Knex, { kind, subject, now }: LinkSubject & { now: Date }): Promise<void> {
	await database('crm_links').where({ kind, subject }).whereNull('revoked_at_ms').update({ revoked_at_ms: now.getTime() });
}

/** The address of a public page, for mails and QR codes. */
export const linkUrl = ({ env }: Pick<Host, 'env'>, path: string): string => urlBelow(textOf(env['PUBLIC_URL']) || '/', path);

function tokenOf(env: Host['env'], parts: LinkParts): string {
	// As Directus does without a SECRET: what is signed holds until this process ends.
	const secret = textOf(env['SECRET']) || FALLBACK;
	const key = Buffer.from(hkdfSync('sha256', secret, '', 'guanxi links', 32));
	return createHmac('sha256', key).update(linkText(parts)).digest('base64url');
}

const FALLBACK = randomBytes(32).toString('hex');

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
