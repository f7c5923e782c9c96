import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Answer, type Instance } from '../support/instance.ts';

interface Card { name: string; status: string; available: number; card: { number: string; qr_svg: string }; entries: { type: string; points: number }[] }

eachInstance('the member card', ({ reference }) => {
	let crm: Instance;
	beforeAll(async () => {
		crm = await startInstance(reference, { CRM_PUBLIC_LIMIT: '5', IP_TRUST_PROXY: '1', PUBLIC_URL: 'https://crm.example.com/sub/' });
		await crm.knex('crm_settings').update({ organisation_name: 'Bean & Co', color: '#ffcc00' });
	});
	afterAll(() => crm.stop());

	const post = <T = Record<string, never>>(path: string, body: object = {}): Promise<Answer<T>> =>
		crm.call<T>('POST', `/crm/loyalty/${path}`, body, { headers: { 'idempotency-key': randomUUID() } });
	const member = async (customer: object = { name: '王小明', kind: 'person' }): Promise<string> => {
		const { data } = await crm.call<{ id: string }>('POST', '/items/crm_customers', customer);
		return (await post<{ id: string }>('accounts', { program: 'club', customer: data.id })).data.id;
	};
	const link = async (account: string, body: object = {}): Promise<string> => {
		const { data } = await post<{ url: string; expires_at: string }>(`accounts/${account}/link`, body);
		return new URL(data.url).pathname.replace('/sub', '');
	};
	let visitors = 0;
	const open = <T = never>(path: string, headers: Record<string, string> = {}): Promise<Answer<T>> =>
		crm.call<T>('GET', path, undefined, { token: null, headers: { 'x-forwarded-for': `203.0.113.${++visitors}`, ...headers } });
	const see = (path: string, headers: Record<string, string> = {}) => open(path, { accept: 'text/html,*/*;q=0.8', ...headers });
	const said = ({ status, errors }: Answer): unknown[] => [status, errors[0]?.extensions.code, errors[0]?.extensions.reason];

	it('staff get its address, again the same one; it lasts', async () => {
		const account = await member();
		const first = await post<{ url: string; expires_at: string }>(`accounts/${account}/link`);
		expect(first.data.url).toMatch(/^https:\/\/crm\.example\.com\/sub\/crm\/loyalty\/card\/[\w-]{43}$/);
		expect(Date.parse(first.data.expires_at) - Date.now()).toBeGreaterThan(365 * 86_400_000);
		expect((await post<{ url: string }>(`accounts/${account}/link`)).data.url).toBe(first.data.url);
	});

	it('whoever has the link sees the card, and nothing that only staff need to know', async () => {
		const account = await member();
		await post(`accounts/${account}/accruals`, { points: 1200, reason: 'internal words' });
		await post(`accounts/${account}/redemptions`, { points: 200 });
		const path = await link(account);
		const { data, text } = await open<Card>(path);
		expect(data).toMatchObject({ name: '王**', status: 'active', available: 1000, entries: [{ type: 'redemption', points: -200 }, { type: 'accrual', points: 1200 }] });
		const page = await see(path);
		expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
		for (const shown of ['Bean &amp; Co', '王**', '1,000', '−200', '+1,200', data.card.qr_svg]) expect(page.text).toContain(shown);
		for (const secret of ['internal words', '小明', account]) expect(page.text + text).not.toContain(secret);
	});

	it('a page can do nothing but be shown, and is kept nowhere', async () => {
		const { headers, text } = await see(await link(await member()));
		const policy = headers.get('content-security-policy')!;
		expect(policy.split('; ').map((rule) => rule.replace(/sha256-[^']+/, 'sha256-…'))).toEqual([
			"default-src 'none'", "style-src 'sha256-…'", "img-src 'self' data:", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
		]);
		const names = ['referrer-policy', 'cache-control', 'x-robots-tag', 'x-content-type-options'];
		expect(names.map((name) => headers.get(name))).toEqual(['no-referrer', 'no-store', 'noindex', 'nosniff']);
		expect(text).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
	});

	it('a name is text', async () => {
		const path = await link(await member({ name: '<script>alert(1)</script>', kind: 'company' }));
		const { text } = await see(path);
		expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
		expect(text).not.toContain('<script');
	});

	it.each([
		{ why: 'the address', lang: '?lang=en-US', headers: { 'accept-language': 'zh-CN' }, is: 'en-US', says: 'Member card' },
		{ why: 'the browser', lang: '', headers: { 'accept-language': 'de, en;q=0.8' }, is: 'en-US', says: 'Member card' },
		{ why: 'the organisation', lang: '', headers: { 'accept-language': 'de' }, is: 'zh-CN', says: '会员卡' },
	])('$why says the language', async ({ lang, headers, is, says }) => {
		const { text } = await see(`${await link(await member())}${lang}`, headers);
		expect(text).toContain(`<html lang="${is}">`);
		expect(text).toContain(says);
	});

	it('a renewed link ends the one that was lost', async () => {
		const account = await member();
		const lost = await link(account);
		const renewed = await link(account, { renew: true });
		expect(renewed).not.toBe(lost);
		expect(said(await open(lost))).toEqual([410, 'GONE', 'link_over']);
		expect((await open(renewed)).status).toBe(200);
		const page = await see(lost, { 'accept-language': 'en' });
		expect([page.status, page.headers.get('content-security-policy')]).toEqual([410, expect.stringContaining("default-src 'none'")]);
		expect(page.text).toContain('This link is over');
	});

	it('a link that has run out says so', async () => {
		const path = await link(await member());
		await crm.knex('crm_links').update({ expires_at_ms: Date.now() - 1 });
		expect(said(await open(path))).toEqual([410, 'GONE', 'link_over']);
		expect((await see(path)).text).toContain('链接已失效');
	});

	it.each(['x', `${'a'.repeat(43)}`, '%00', '<script>', '%E0%A4%A'])('nobody made the link "%s"', async (token) => {
		expect(said(await open(`/crm/loyalty/card/${token}`))[0]).toBe(404);
		const page = await see(`/crm/loyalty/card/${token}`, { 'accept-language': 'en' });
		expect(page.status).toBe(404);
		expect(page.text).not.toContain('<script');
	});

	it('links are not tried out for long, and those who have one are not disturbed by that', async () => {
		const path = await link(await member());
		const here = { 'x-forwarded-for': '198.51.100.1' };
		const answers: number[] = [];
		for (let index = 0; index < 7; index++) answers.push((await open('/crm/loyalty/card/unknown', here)).status);
		expect(answers).toEqual([404, 404, 404, 404, 404, 429, 429]);
		const page = await see(path, { ...here, 'accept-language': 'en' });
		expect([page.status, Number(page.headers.get('retry-after')) > 0]).toEqual([429, true]);
		expect(page.text).toContain('Please wait a moment');
		const elsewhere = { 'x-forwarded-for': '198.51.100.2' };
		for (let index = 0; index < 9; index++) expect((await open(path, elsewhere)).status).toBe(200);
	});

	it('a frozen card says so and keeps its points; a closed one is over', async () => {
		const account = await member();
		await post(`accounts/${account}/accruals`, { points: 70 });
		const path = await link(account);
		await post(`accounts/${account}/freeze`, { reason: 'x' });
		expect((await open<Card>(path)).data).toMatchObject({ status: 'frozen', available: 70 });
		expect((await see(path)).text).toContain('此会员卡已暂停使用');
		await crm.knex('crm_loyalty_accounts').where({ id: account }).update({ status: 'closed' });
		expect(said(await open(path))).toEqual([410, 'GONE', 'card_closed']);
		expect((await see(path)).text).toContain('已并入另一张卡');
	});

	const reward = async (row: object): Promise<string> => {
		const { id: program } = await crm.knex('crm_loyalty_programs').where({ key: 'club' }).first('id');
		const key = `r${randomUUID().slice(0, 8)}`;
		expect((await crm.call('POST', '/items/crm_loyalty_rewards', { key, name: 'Coffee <b>', program, status: 'active', points: 100, ...row })).status).toBe(200);
		return key;
	};
	const send = (path: string, form: Record<string, string>) =>
		fetch(`${crm.url}${path}`, {
			method: 'POST', redirect: 'manual', body: new URLSearchParams(form),
			headers: { accept: 'text/html', 'accept-language': 'en', 'x-forwarded-for': `203.0.113.${++visitors}` },
		});

	it('without JavaScript: a reward is chosen, confirmed and redeemed once, however often the form is sent', async () => {
		const account = await member();
		await post(`accounts/${account}/accruals`, { points: 250 });
		const [path, key] = [await link(account), await reward({})];
		const english = { 'accept-language': 'en' };
		expect((await see(path, english)).text).toContain(`href="${path.split('/').at(-1)}/redemptions?reward=${key}"`);
		const question = await see(`${path}/redemptions?reward=${key}&lang=en`, english);
		expect(question.text).toContain('Redeem &#34;Coffee &lt;b&gt;&#34;?');
		const action = /action="([^"]+)"/.exec(question.text)![1]!;
		const fields = Object.fromEntries([...question.text.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!]));
		expect([action, Object.keys(fields)]).toEqual(['redemptions?lang=en-US', ['reward', 'key']]);
		const answers = [await send(`${path}/${action}`, fields), await send(`${path}/${action}`, fields)];
		expect(answers.map(({ status }) => status)).toEqual([303, 303]);
		const [first, second] = answers.map(({ headers }) => headers.get('location')!);
		expect(second).toBe(first);
		expect(first).toMatch(/^vouchers\/[\w-]{36}\?lang=en-US$/);
		const { data } = await open<{ voucher: { code: string; state: string }; available: number }>(`${path}/${first}`);
		expect(data).toMatchObject({ available: 150, voucher: { state: 'issued' } });
		const shown = await see(`${path}/${first}`);
		for (const text of [data.voucher.code, '150', '<svg role="img"']) expect(shown.text).toContain(text);
		expect((await open<{ vouchers: object[] }>(path)).data.vouchers).toMatchObject([{ code: data.voucher.code }]);
		expect((await open<{ available: number }>(path)).data.available).toBe(150);
	});

	it('what cannot be had says why, and a form that is sent all the same is refused on a page with a way back', async () => {
		const account = await member();
		const [path, key] = [await link(account), await reward({ points: 80 })];
		const { data } = await open<{ rewards: { key: string; reason: string }[] }>(path);
		expect(data.rewards.find((one) => one.key === key)).toMatchObject({ reason: 'insufficient_points' });
		expect((await see(path, { 'accept-language': 'en' })).text).toContain('80 points more needed');
		const refused = await send(`${path}/redemptions`, { reward: key, key: 'k' });
		expect(refused.status).toBe(409);
		expect(await refused.text()).toContain(`href="../${path.split('/').at(-1)}"`);
		expect((await send(`${path}/redemptions`, { reward: key })).status).toBe(400);
		expect((await send(`${path}/redemptions`, { reward: 'nothing', key: 'k' })).status).toBe(404);
	});

	it('nobody sees another member’s voucher', async () => {
		const [mine, theirs] = [await member(), await member()];
		await post(`accounts/${theirs}/accruals`, { points: 100 });
		const { data } = await post<{ voucher: { id: string } }>(`accounts/${theirs}/redemptions`, { reward: await reward({}) });
		expect((await open(`${await link(theirs)}/vouchers/${data.voucher.id}`)).status).toBe(200);
		expect((await open(`${await link(mine)}/vouchers/${data.voucher.id}`)).status).toBe(404);
	});

	it('the till finds the account by the number of the card, typed or scanned', async () => {
		const account = await member();
		const { data } = await crm.call<Card>('GET', `/crm/loyalty/accounts/${account}`);
		const { number } = data.card;
		const groups = encodeURIComponent(number.replace(/(.{4})/g, '$1 '));
		for (const asked of [number, groups]) {
			const found = await crm.call<Card & { id: string }>('GET', `/crm/loyalty/accounts?card=${asked}`);
			expect(found.data).toEqual(data);
		}
		expect(said(await crm.call('GET', '/crm/loyalty/accounts?card=9000000000000000'))).toEqual([404, 'NOT_FOUND', 'not_found']);
		expect((await crm.call('GET', '/crm/loyalty/accounts')).status).toBe(400);
		const shown = await crm.call<{ card_number: string }>('GET', `/items/crm_loyalty_accounts/${account}?fields=card_number`);
		expect(shown.data.card_number).toBe(number);
	});
}, { isLong: true });
