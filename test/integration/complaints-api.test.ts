import { randomUUID } from 'node:crypto';
import type { ParsedMail } from 'mailparser';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { crmDone } from '../support/crm.ts';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Answer, type Instance } from '../support/instance.ts';
import { startMailCatcher, type MailCatcher } from '../support/mail-catcher.ts';

interface Made { id: string }
interface Filed { reference: string; status_url: string }

const FILING = { name: '王小明', phone: '13800138000', subject: '杯子碎了', body: '收到时已经碎了。' };
const ASSESSED = { severity: 1, complexity: 'simple', impact: 'one', immediate_action: 'not_needed' };

eachInstance('complaints over the API', ({ reference }) => {
	let post: MailCatcher;
	let crm: Instance;
	beforeAll(async () => {
		post = await startMailCatcher();
		crm = await startInstance(reference, { ...post.env, CRM_PUBLIC_LIMIT: '1000', PUBLIC_URL: 'https://crm.example.com' });
		await crm.knex('crm_settings').update({ organisation_name: '茶舍' });
	});
	afterAll(async () => {
		await crm?.stop();
		await post?.stop();
	});

	const create = async (row: object = {}): Promise<string> => (await crm.call<Made>('POST', '/items/crm_complaints', { subject: 'Broken', ...row })).data.id;
	const move = <T = { state: string; allowed: string[] }>(id: string, body: object, key = randomUUID()): Promise<Answer<T>> =>
		crm.call<T>('POST', `/crm/complaints/${id}/transitions`, body, { headers: { 'idempotency-key': key } });
	const read = async (id: string): Promise<Record<string, unknown>> => (await crm.call<Record<string, unknown>>('GET', `/items/crm_complaints/${id}`)).data;
	const intake = (body: object): Promise<Answer<Filed>> => crm.call<Filed>('POST', '/crm/complaints/intake', body, { token: null });
	const typesOf = async (id: string): Promise<string[]> => (await crm.knex('crm_events').where({ subject_id: id }).orderBy('seq').pluck('type')).map((type: string) => type.replace('crm.complaints.', ''));
	const told = ({ status, errors }: Answer): unknown[] => [status, errors[0]?.extensions.code, errors[0]?.extensions.reason];
	const mailsTo = async (address: string): Promise<ParsedMail[]> => {
		await crmDone(crm.env, 'sweep');
		return post.mails.filter(({ to }) => [to].flat()[0]?.text === address);
	};

	it('what staff file gets a reference, is told, and its receipt leaves', async () => {
		const id = await create({ email: 'li@example.com', name: 'Li' });
		expect(await read(id)).toMatchObject({ reference: expect.stringMatching(/^T\d{6}$/) as string, state: 'received', type: 'complaint', received_at: expect.any(String) as string });
		const [mail] = await mailsTo('li@example.com');
		expect(await typesOf(id)).toEqual(expect.arrayContaining(['complaint_received']));
		expect(mail!.subject).toContain(String((await read(id))['reference']));
		expect(mail!.text).toContain('https://crm.example.com/crm/complaints/public/');
		expect((await read(id))['acknowledged_at'], 'a receipt acknowledges nothing').toBeNull();
	});

	it('a case goes its way by transitions alone', async () => {
		const id = await create();
		for (const field of ['state', 'decision', 'closed_at', 'reference', 'approved_amount']) {
			expect(told(await crm.call('PATCH', `/items/crm_complaints/${id}`, { [field]: null }))).toEqual([403, 'FORBIDDEN', 'computed_field']);
		}
		expect((await move(id, { to: 'acknowledged' })).data).toMatchObject({ state: 'acknowledged', allowed: expect.arrayContaining(['assessing']) as string[] });
		const again = await move(id, { to: 'acknowledged' });
		expect(told(again)).toEqual([409, 'CONFLICT', 'transition_not_allowed']);
		expect(again.errors[0]!.extensions).toMatchObject({ allowed: expect.arrayContaining(['assessing', 'withdrawn']) as string[] });
		await move(id, { to: 'assessing' });
		const lacking = await move(id, { to: 'investigating' });
		expect(told(lacking)).toEqual([422, 'UNPROCESSABLE_CONTENT', 'guard_failed']);
		expect(lacking.errors[0]!.extensions).toMatchObject({ missing: ['severity', 'complexity', 'impact', 'immediate_action'] });
		expect((await crm.call('PATCH', `/items/crm_complaints/${id}`, ASSESSED)).status, 'the form of the Studio').toBe(200);
		const next = await crm.call<{ allowed: { to: string; missing: string[] }[] }>('GET', `/crm/complaints/${id}/transitions`);
		expect(next.data.allowed.find(({ to }) => to === 'investigating')).toEqual({ to: 'investigating', missing: [] });
		expect((await move(id, { to: 'investigating' })).status).toBe(200);
		expect(told(await crm.call('PATCH', `/items/crm_complaints/${id}`, { severity: null }))).toEqual([422, 'UNPROCESSABLE_CONTENT', 'guard_failed']);
		expect((await move(id, { to: 'decided', decision: 'upheld', reason: '确有其事', remedy: 'refund', compensation: 20.5 })).status).toBe(200);
		expect((await move(id, { to: 'accepted' })).status).toBe(200);
		expect((await move(id, { to: 'closed' })).status).toBe(200);
		expect(await read(id)).toMatchObject({ state: 'closed', decision: 'upheld', decision_reason: '确有其事', remedy: 'refund', customer_accepted: true });
		expect(Number((await read(id))['compensation'])).toBe(20.5);
		expect((await move(id, { to: 'reopened', reason: 'x' })).status).toBe(200);
		expect(await typesOf(id)).toEqual(expect.arrayContaining(['complaint_acknowledged', 'complaint_resolved', 'complaint_closed', 'complaint_reopened']));
	});

	it('without a key, an unknown case, a wrong word: each says what is wrong', async () => {
		const id = await create();
		expect((await crm.call('POST', `/crm/complaints/${id}/transitions`, { to: 'acknowledged' })).errors[0]!.extensions).toMatchObject({ field: 'Idempotency-Key' });
		expect(told(await move(randomUUID(), { to: 'acknowledged' }))).toEqual([404, 'NOT_FOUND', 'not_found']);
		expect((await move(id, { to: 'nowhere' })).errors[0]!.extensions).toMatchObject({ code: 'INVALID_PAYLOAD', field: 'to' });
		expect(told(await crm.call('POST', '/items/crm_complaints', { subject: 'x', assignee: await someUser(), about_user: await someUser() }))).toEqual([422, 'UNPROCESSABLE_CONTENT', 'guard_failed']);
	});
	const someUser = async (): Promise<string> => String((await crm.knex('directus_users').orderBy('id').first('id')).id);

	it('a costly remedy takes somebody else', async () => {
		const id = await create(ASSESSED);
		for (const to of ['acknowledged', 'assessing', 'investigating']) await move(id, { to });
		const decide = { to: 'decided', decision: 'upheld', reason: 'x', compensation: 800 };
		expect((await move(id, decide)).errors[0]!.extensions).toMatchObject({ reason: 'guard_failed', missing: ['approved_amount'] });
		const approve = await crm.call('POST', `/crm/complaints/${id}/approvals`, { amount: 800 }, { headers: { 'idempotency-key': randomUUID() } });
		expect(approve.data).toEqual({ id, amount: '800.00' });
		expect((await move(id, decide)).errors[0]!.extensions).toMatchObject({ missing: ['approved_by'] });
		await crm.knex('crm_complaints').where({ id }).update({ approved_by: null });
	});

	it('a visitor files, follows and reads what was decided, and nothing that is not for them', async () => {
		const customer = (await crm.call<Made>('POST', '/items/crm_customers', { name: '王小明', phone: FILING.phone, notes: 'secret words' })).data.id;
		const { data } = await intake(FILING);
		expect(data.reference).toMatch(/^T\d{6}$/);
		expect(data.status_url).toMatch(/^https:\/\/crm\.example\.com\/crm\/complaints\/public\/[\w-]{43}$/);
		const row = await crm.knex('crm_complaints').where({ reference: data.reference }).first();
		expect(row).toMatchObject({ customer, channel: 'web', state: 'received' });
		const path = new URL(data.status_url).pathname;
		const see = async (): Promise<Record<string, unknown>> => (await crm.call<Record<string, unknown>>('GET', path, undefined, { token: null })).data;
		expect(await see()).toMatchObject({ reference: data.reference, state: 'received', subject: FILING.subject, decision: null });
		await crm.call('PATCH', `/items/crm_complaints/${row.id}`, ASSESSED);
		for (const to of ['acknowledged', 'assessing', 'investigating']) await move(row.id, { to });
		await move(row.id, { to: 'decided', decision: 'partly', reason: '包装有问题' });
		expect(await see(), 'not before they were told').toMatchObject({ state: 'decided', decision: null });
		await move(row.id, { to: 'accepted' });
		expect(await see()).toMatchObject({ state: 'accepted', decision: { decision: 'partly', reason: '包装有问题' } });
		expect(JSON.stringify(await see())).not.toMatch(/secret|13800138000|小明/);
	});

	it('pages work without scripts, in both languages, and say nothing as markup', async () => {
		const attack = '<script>alert(1)</script><img src=x onerror=alert(1)>';
		const form = await crm.call('GET', '/crm/complaints/form?lang=zh-CN', undefined, { token: null, headers: { accept: 'text/html' } });
		expect(form.status).toBe(200);
		expect(form.text).toContain('<html lang="zh-CN">');
		for (const name of ['name', 'contact', 'subject', 'body', 'order_number', 'category', 'remedy_sought']) expect(form.text).toContain(`name="${name}"`);
		expect(form.text).not.toMatch(/<script| style="|https?:\/\//);
		expect(form.headers.get('content-security-policy')).toContain("default-src 'none'");
		const fields = { ...Object.fromEntries(['name', 'subject', 'body', 'order_number', 'category', 'remedy_sought'].map((name) => [name, attack])), contact: 'x@example.com' };
		const sent = await fetch(`${crm.url}/crm/complaints/intake?lang=en-US`, {
			method: 'POST', redirect: 'manual', headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(fields),
		});
		expect(sent.status).toBe(303);
		const next = new URL(sent.headers.get('location')!, `${crm.url}/crm/complaints/intake`);
		const page = await crm.call('GET', `${next.pathname}${next.search}`, undefined, { token: null, headers: { accept: 'text/html' } });
		expect(page.status).toBe(200);
		expect(page.text).toContain('<html lang="en-US">');
		expect(page.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
		expect(page.text).not.toMatch(/<script|<img src=x/);
	});

	it('a form that is refused comes back with what was typed, and can be sent again', async () => {
		const send = (fields: Record<string, string>) => {
			const body = new FormData();
			for (const [name, value] of Object.entries(fields)) body.set(name, value);
			return fetch(`${crm.url}/crm/complaints/intake?lang=zh-CN`, { method: 'POST', redirect: 'manual', headers: { accept: 'text/html' }, body });
		};
		const typed = { type: 'suggestion', name: '"><b>王', contact: 'nothing', category: '价格与账单', subject: '价格', body: '\n第一行\n第二行', key: randomUUID() };
		const refused = await send(typed);
		const page = await refused.text();
		expect(refused.status).toBe(400);
		expect(page).toContain('请检查后重新填写');
		for (const part of ['value="suggestion" selected', 'value="价格与账单" selected', 'value="&#34;&gt;&lt;b&gt;王"', 'value="nothing"', '第一行', '第二行</textarea>']) expect(page).toContain(part);
		expect(page, 'nothing is at the address of the form').toContain('href="form?lang=en-US"');
		const long = '字'.repeat(19_000);
		expect((await send({ ...typed, contact: 'wang@example.com', body: long })).status, 'letters of three bytes').toBe(303);
	});

	it('bad input is refused in plain words, and stores nothing', async () => {
		const count = async (): Promise<number> => Number((await crm.knex('crm_complaints').count({ n: '*' }).first())!['n']);
		const before = await count();
		expect((await intake({ ...FILING, phone: undefined })).errors[0]!.extensions).toMatchObject({ reason: 'no_way_to_answer', field: 'phone' });
		expect((await intake({ ...FILING, phone: undefined, contact: 'nothing' })).errors[0]!.extensions).toMatchObject({ reason: 'not_an_address' });
		expect((await intake({ ...FILING, email: 'no address' })).errors[0]!.extensions).toMatchObject({ field: 'email' });
		expect((await intake({ ...FILING, body: 'x'.repeat(20_001) })).errors[0]!.extensions).toMatchObject({ field: 'body' });
		expect((await intake({ ...FILING, body: 'x'.repeat(2_000_000) })).status).toBe(400);
		const bigForm = await fetch(`${crm.url}/crm/complaints/intake`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ body: 'x'.repeat(2_000_000) }) });
		expect(bigForm.status).toBe(400);
		expect((await intake({ ...FILING, website: 'http://spam' })).status, 'no person sees that field').toBe(200);
		expect(await count()).toBe(before);
	});

	it('forged and expired links tell nothing', async () => {
		const open = (token: string) => crm.call('GET', `/crm/complaints/public/${token}`, undefined, { token: null });
		for (const token of ['x', 'A'.repeat(43), '..%2F..', '%00']) expect((await open(token)).status, token).toBe(404);
		const { data } = await intake({ ...FILING, subject: 'Expiring' });
		const token = data.status_url.split('/').at(-1)!;
		expect((await open(token)).status).toBe(200);
		await crm.knex('crm_links').where({ kind: 'complaints.status' }).update({ expires_at_ms: 1 });
		expect(told(await open(token))).toEqual([410, 'GONE', 'link_over']);
	});

	it('a gateway hands on mails; what machines write is ignored', async () => {
		const mail = (body: object) => crm.call<{ reference: string | null; joined: boolean; ignored: string | null }>('POST', '/crm/complaints/mails', { message_id: `<${randomUUID()}>`, from: { address: 'mail@example.com', name: 'Wang' }, subject: 'Late', text: 'Where is it?', ...body });
		const id = `<${randomUUID()}>`;
		const first = await mail({ message_id: id });
		expect((await mail({ message_id: id })).data).toEqual(first.data);
		expect((await mail({ headers: { 'Auto-Submitted': 'auto-replied' } })).data).toEqual({ reference: null, status_url: null, joined: false, ignored: 'auto_submitted' });
		expect((await mail({ from: { address: '' } })).data.ignored).toBe('bounce');
		expect((await mailsTo('mail@example.com')).map(({ subject }) => subject)).toEqual([expect.stringContaining(first.data.reference!)]);
		expect((await crm.call('POST', '/crm/complaints/mails', { message_id: 'x', from: { address: 'a@b.cn' } }, { token: null })).status).toBe(403);
	});

	it('an answer goes on with a case that waited for it, once', async () => {
		const email = 'waiting@example.com';
		await crm.call('POST', '/items/crm_customers', { name: 'Zhang', email });
		const mail = (body: object) => crm.call<{ reference: string; joined: boolean }>('POST', '/crm/complaints/mails', { message_id: `<${randomUUID()}>`, from: { address: email }, subject: 'Late', text: 'Where?', ...body });
		const { reference } = (await mail({})).data;
		const { id } = await crm.knex('crm_complaints').where({ reference }).first('id');
		await crm.call('PATCH', `/items/crm_complaints/${id}`, ASSESSED);
		for (const to of ['acknowledged', 'assessing', 'investigating', 'waiting_customer']) await move(id, { to });
		expect((await mail({ subject: `Re: [${reference}]` })).data).toMatchObject({ reference, joined: true });
		expect((await mail({ subject: `Re: [${reference}]` })).data.joined).toBe(true);
		await crmDone(crm.env, 'sweep');
		expect((await read(id))['state']).toBe('investigating');
		expect((await typesOf(id)).filter((type) => type === 'message_received')).toHaveLength(2);
	});

	it('a routing rule that could not be asked is refused', async () => {
		const rule = (complaint_filter: object) => crm.call('POST', '/items/crm_routing_rules', { name: 'x', queue: 'x', complaint_filter });
		expect((await rule({ nothing: { _eq: 1 } })).errors[0]!.extensions).toMatchObject({ code: 'INVALID_PAYLOAD', reason: 'unknown_field', field: 'complaint_filter.nothing' });
		expect((await rule({ severity: { _gte: 3 } })).status).toBe(200);
	});

	it('nothing of this breaks what must always hold', async () => {
		expect(await crmDone(crm.env, 'audit')).toMatchObject({ ok: true });
	});
});
