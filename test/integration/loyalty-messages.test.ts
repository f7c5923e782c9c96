import { randomUUID } from 'node:crypto';
import type { ParsedMail } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crmDone } from '../support/crm.ts';
import { startInstance, type Answer, type Instance } from '../support/instance.ts';
import { startMailCatcher, type MailCatcher } from '../support/mail-catcher.ts';

interface Made { id: string }

const CLUB = '8638b2e0-3654-40fa-bbc6-d6d82dfcf95b';

/** Over the API, through Directus' own mail service, to a real mail server. What is told when, on every database: test/golden/loyalty/messages. */
describe('members are told', () => {
	let post: MailCatcher;
	let crm: Instance;
	beforeAll(async () => {
		post = await startMailCatcher();
		crm = await startInstance('reference', post.env);
		await crm.knex('crm_settings').update({ quiet_from: null, quiet_to: null, contact_max_per_channel: null, contact_max_total: null, organisation_name: '茶舍 Tea House' });
	});
	afterAll(async () => {
		await crm?.stop();
		await post?.stop();
	});

	const send = <T = Record<string, never>>(path: string, body: object): Promise<Answer<T>> =>
		crm.call<T>('POST', `/crm/loyalty/${path}`, body, { headers: { 'idempotency-key': randomUUID() } });
	const member = async (name: string, more: object = {}): Promise<string> => {
		const customer = (await crm.call<Made>('POST', '/items/crm_customers', { name, email: `${randomUUID()}@example.com`, ...more })).data.id;
		return (await send<Made>('accounts', { program: 'club', customer })).data.id;
	};
	const mailsOf = async (account: string): Promise<ParsedMail[]> => {
		await crmDone(crm.env, 'sweep');
		const { email } = await crm.knex('crm_customers').whereIn('id', crm.knex('crm_loyalty_accounts').where({ id: account }).select('customer')).first('email');
		return post.mails.filter(({ to }) => [to].flat()[0]?.text === email);
	};
	const toldOf = async (account: string): Promise<unknown[]> => {
		await crmDone(crm.env, 'sweep');
		const rows: { type: string; payload: string | { reason?: string } }[] = await crm.knex('crm_events').whereIn('subject_id', crm.knex('crm_loyalty_accounts').where({ id: account }).select('customer')).orderBy('seq');
		return rows.filter(({ type }) => type.startsWith('crm.core.message')).map(({ type, payload }) => [type, (typeof payload === 'string' ? (JSON.parse(payload) as { reason?: string }) : payload).reason]);
	};

	it('that they joined and which tier they reached, in Chinese, as text and as a page', async () => {
		const account = await member('<b>李雷</b>');
		await send(`accounts/${account}/accruals`, { points: 10 });
		const [joined] = await mailsOf(account);
		expect(joined!.subject).toBe('欢迎加入会员俱乐部');
		expect(joined!.text).toContain('<b>李雷</b>，您好：');
		expect(joined!.html).toContain('&lt;b&gt;李雷&lt;/b&gt;，您好：');
		expect(joined!.text).toMatch(/茶舍 Tea House\n您收到此邮件是因为/);
		expect(joined!.messageId).toMatch(/@guanxi>$/);
		await send(`accounts/${account}/tier`, { tier: 'gold', until: '2999-12-31', reason: 'A friend of the house' });
		expect((await mailsOf(account)).map(({ subject }) => subject)).toEqual(['欢迎加入会员俱乐部', '恭喜，您已成为金卡会员']);
		await send(`accounts/${account}/accruals`, { points: 10 });
		expect(await mailsOf(account)).toHaveLength(2);
	});

	it('what expires, once, however often somebody looks', async () => {
		const program = (change: object) => crm.call('PATCH', `/items/crm_loyalty_programs/${CLUB}`, change);
		const account = await member('韩梅梅');
		await program({ expiry_months: 14, expiry_notice_days: 365 });
		await send(`accounts/${account}/adjustments`, { points: 320, reason: 'Gift' });
		await send(`accounts/${account}/adjustments`, { points: 50, reason: 'Gift' });
		expect(await mailsOf(account), 'not yet').toHaveLength(1);
		await program({ expiry_months: 6 });
		await send(`accounts/${account}/adjustments`, { points: 30, reason: 'Gift' });
		const mails = await mailsOf(account);
		expect(mails[1]!.subject).toBe('400 积分即将过期');
		expect(mails[1]!.text).toMatch(/日：30 积分\n20\d\d年\d+月\d+日：370 积分/);
		await send(`accounts/${account}/adjustments`, { points: 1, reason: 'Gift' });
		expect(await mailsOf(account)).toHaveLength(2);
	});

	it('nothing, where the contact policy says no or there is no address; a fact says why', async () => {
		expect(await toldOf(await member('quiet', { do_not_contact: true }))).toEqual([['crm.core.message_suppressed', 'do_not_contact']]);
		expect(await toldOf(await member('nowhere', { email: null }))).toEqual([['crm.core.message_suppressed', 'no_address']]);
	});

	it('words that could not be sent are refused when they are saved, with the placeholders there are', async () => {
		const save = (messages: unknown) => crm.call('PATCH', `/items/crm_loyalty_programs/${CLUB}`, { messages }, { headers: { 'accept-language': 'en-US' } });
		const refused = await save([{ kind: 'joined', text: 'Dear {{ nmae }}' }]);
		expect(refused.status).toBe(400);
		expect(refused.text).toMatch(/messages\.0\.text.*nmae.*\\"name\\"/);
		expect((await save([{ kind: 'joined', subject: 'Hello {{ name }}', text: 'Welcome' }])).status).toBe(200);
		expect((await mailsOf(await member('Jim')))[0]).toMatchObject({ subject: 'Hello Jim', text: expect.stringMatching(/^Welcome\n/) as string });
	});
});
