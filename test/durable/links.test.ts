import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { DURABLE_TABLES } from '@guanxi/schema/core/tables-durable';
import { ensureLink, findLink, revokeLinks } from '../../extensions/core/src/api/link.ts';
import { eachDatabase } from '../support/databases.ts';
import { createTestTables } from '../support/tables.ts';

const NOW = new Date('2026-03-01T10:00:00Z');
const days = (count: number): Date => new Date(NOW.getTime() + count * 86_400_000);

eachDatabase('links', (_name, connect) => {
	let database: Knex;
	beforeAll(async () => {
		database = await connect();
		await createTestTables(database, { collections: [], tables: DURABLE_TABLES.filter(({ table }) => table === 'crm_links') });
	});

	const host = (SECRET = 'a secret of this instance') => ({ database, env: { SECRET } });
	const wish = (subject: string, now = NOW) => ({ kind: 'test.card', subject, now, validDays: 30 });
	const find = (token: string, { kind = 'test.card', now = NOW } = {}) => findLink(database, { kind, token, now });

	it('leads to its subject until it runs out', async () => {
		const subject = randomUUID();
		const { id, token, expiresAt } = await ensureLink(host(), wish(subject));
		expect(expiresAt).toEqual(days(30));
		expect(await find(token)).toEqual({ id, subject });
		expect(await find(token, { now: new Date(days(30).getTime() - 1) })).toEqual({ id, subject });
		expect(await find(token, { now: days(30) })).toBe('expired');
	});

	it('asked for again it is the same one, and lasts as long as a new one would', async () => {
		const subject = randomUUID();
		const first = await ensureLink(host(), wish(subject));
		const again = await ensureLink(host(), wish(subject, days(10)));
		expect(again).toEqual({ ...first, expiresAt: days(40) });
		expect(await find(first.token, { now: days(35) })).toMatchObject({ subject });
		expect(await ensureLink(host(), { ...wish(subject), validDays: 1 })).toEqual(again);
	});

	it('the token is in no column', async () => {
		const { id, token } = await ensureLink(host(), wish(randomUUID()));
		expect(JSON.stringify(await database('crm_links').where({ id }).first())).not.toContain(token);
	});

	it.each([
		{ why: 'cut off', spoil: (token: string) => token.slice(0, -1) },
		{ why: 'another one of the same length', spoil: () => 'a'.repeat(43) },
		{ why: 'in other letters', spoil: (token: string) => token.toUpperCase() },
		{ why: 'no text that a token could be', spoil: () => "' OR 1=1 --" },
		{ why: 'a NUL', spoil: () => '\u0000'.repeat(43) },
	])('$why leads nowhere', async ({ spoil }) => {
		const { token } = await ensureLink(host(), wish(randomUUID()));
		expect(await find(spoil(token))).toBeNull();
	});

	it('opens no page of another kind', async () => {
		const { token } = await ensureLink(host(), wish(randomUUID()));
		expect(await find(token, { kind: 'test.other' })).toBeNull();
	});

	it('revoked it is over, and the next one is another', async () => {
		const subject = randomUUID();
		const other = await ensureLink(host(), wish(randomUUID()));
		const { token } = await ensureLink(host(), wish(subject));
		await revokeLinks(database, { kind: 'test.card', subject, now: NOW });
		expect(await find(token)).toBe('expired');
		expect((await ensureLink(host(), wish(subject))).token).not.toBe(token);
		expect(await find(other.token)).not.toBe('expired');
	});

	it('after a new SECRET links that are out there still work, and new ones are made', async () => {
		const subject = randomUUID();
		const { token } = await ensureLink(host(), wish(subject));
		const renewed = await ensureLink(host('another secret'), wish(subject));
		expect(renewed.token).not.toBe(token);
		expect([await find(token), await find(renewed.token)]).toMatchObject([{ subject }, { subject }]);
	});
});
