import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type World } from '../rights/world.ts';
import { eachInstance } from '../support/each-instance.ts';
import type { Answer } from '../support/instance.ts';
import { ADMIN_TOKEN } from '../support/templates.ts';

/** Who sends the same wrong request. A program has a token and no language. */
const ASKERS = {
	chinese: { token: 'token-chinese' },
	english: { token: 'token-english' },
	program: { token: ADMIN_TOKEN },
	chineseProgram: { token: ADMIN_TOKEN, headers: { 'accept-language': 'zh-CN,zh;q=0.9' } },
} as const;
type Asker = keyof typeof ASKERS;

const MODEL = {
	key: 'wrong', name: 'Wrong', method: 'thresholds', window_months: 0,
	classes: [{ code: 'A', bound: 10 }, { code: 'B', bound: 20 }, { code: 'C' }],
};
const NOWHERE = '00000000-0000-4000-8000-000000000000';

eachInstance('refusals speak the language of whoever asks', ({ reference }) => {
	let world: World;
	let customer = '';
	const send = (asker: Asker, method: string, path: string, body?: unknown): Promise<Answer<never>> => {
		const { token, ...rest } = ASKERS[asker] as { token: string; headers?: Record<string, string> };
		return world.crm.call(method, path, body, { token, ...rest });
	};

	beforeAll(async () => {
		world = await createWorld(reference, { WEBSOCKETS_ENABLED: 'true' });
		customer = world.customers.own;
		const admin = (await world.crm.knex('directus_users').where({ token: ADMIN_TOKEN }).first('role')) as { role: string };
		for (const [name, language] of [['chinese', 'zh-CN'], ['english', 'en-US'], ['settled', null]]) {
			const login = { email: `${name}@words.example.com`, password: `password-${name}`, token: `token-${name}` };
			await world.crm.call('POST', '/users', { first_name: name, ...login, role: admin.role, language });
		}
		const region = { ...MODEL, key: 'region', window_months: 12, classes: [{ code: 'A', bound: 10 }, { code: 'C' }], customer_filter: { region: { _eq: 'X' } } };
		await world.crm.call('POST', '/items/crm_scoring_models', region);
	});
	afterAll(() => world.stop());

	it.each([
		{
			why: 'a model that cannot be used', method: 'POST', path: '/items/crm_scoring_models', body: () => MODEL,
			status: 400, field: 'window_months', reason: 'not_in_range',
			english: /"window_months" \(Months counted\) must be a whole number from 1 to 1200\./,
			chinese: /“统计月数”（window_months）必须是 1 到 1200 的整数。/,
		},
		{
			why: 'a calendar with hours that are none', method: 'POST', path: '/items/crm_calendars',
			body: () => ({ key: 'odd', name: 'Odd', week: { 1: [['9:00', '18:00']] } }),
			status: 400, field: 'week.1', reason: 'not_shifts',
			english: /"week\.1" \(Working hours of a week\) must be a list of shifts/,
			chinese: /“每周工作时间”（week\.1）必须是时段列表/,
		},
		{
			why: 'a filter on a field that does not exist', method: 'POST', path: '/items/crm_scoring_models',
			body: () => ({ ...MODEL, window_months: 12, classes: [{ code: 'A', bound: 10 }, { code: 'C' }], customer_filter: { nope: { _eq: 1 } } }),
			status: 400, field: 'customer_filter.nope', reason: 'unknown_field',
			english: /"customer_filter.nope" \(Which customers\) names no field of crm_customers.*choose another one/,
			chinese: /“哪些客户”（customer_filter.nope）：crm_customers 中没有这个字段.*请重新选择/,
		},
		{
			// Directus passes over all but the first.
			why: 'a filter that asks two things of an entry in a list', method: 'POST', path: '/items/crm_scoring_models',
			body: () => ({
				...MODEL, window_months: 12, classes: [{ code: 'A', bound: 10 }, { code: 'C' }],
				order_filter: { lines: { _some: { amount: { _gt: 5 }, quantity: { _gt: 1 } } } },
			}),
			status: 400, field: 'order_filter.lines._some', reason: 'more_than_one_in_list',
			english: /"order_filter.lines._some" .*can ask one thing only/, chinese: /只能有一个条件/,
		},
		{
			why: 'a model that is saved anew', method: 'PATCH', path: '/items/crm_scoring_models', body: () => ({ query: { filter: { key: { _eq: 'turnover' } } }, data: { risk_class: 'Z' } }),
			status: 400, field: 'risk_class', reason: 'unknown_class', english: /"risk_class" .*unknown class "Z"\. Choose/, chinese: /等级“Z”不存在，请选择/,
		},
		{
			why: 'the last primary model', method: 'DELETE', path: '/items/crm_scoring_models', body: () => ({ query: { filter: { is_primary: { _eq: true } } } }),
			status: 400, field: 'is_primary', reason: 'primary_missing', english: /needs one primary model/, chinese: /必须保留一个不带客户条件的主模型/,
		},
		{
			why: 'a computed field', method: 'PATCH', path: '/items/crm_customers', body: () => ({ keys: [customer], data: { value_class: 'A' } }),
			status: 403, field: 'value_class', reason: 'computed_field',
			english: /"value_class" is computed by the plugin "abc" and cannot be written\. Leave it out\./,
			chinese: /“value_class”由插件“abc”计算，不能手工填写，请去掉这一项。/,
		},
		{
			why: 'a row of a log', method: 'PATCH', path: '/items/crm_events', body: () => ({ keys: [NOWHERE], data: { type: 'x' } }),
			status: 403, reason: 'append_only', english: /is a log: rows are added/, chinese: /是流水记录，只能新增/,
		},
		{
			why: 'a plain table of ours', method: 'POST', path: '/items/crm_meta', body: () => ({ key: 'x' }),
			status: 403, reason: 'computed_rows', english: /Rows of "crm_meta" are computed/, chinese: /“crm_meta”中的记录由插件“core”计算/,
		},
		{
			why: 'a customer without a code', method: 'PATCH', path: '/items/crm_customers', body: () => ({ keys: [customer], data: { code: '' } }),
			status: 400, field: 'code', reason: 'code_emptied', english: /"code" .*cannot be emptied; every customer has a code/, chinese: /“客户编号”（code）不能清空：每位客户都要有编号。/,
		},
		{
			why: 'a command refused by the state', method: 'POST', path: '/crm/abc/models/region/primary', body: () => ({}),
			status: 409, reason: 'has_customer_filter', english: /A model with a customer filter .*Remove the filter/, chinese: /带客户条件的模型不能接收全部客户。请去掉条件/,
		},
		{
			why: 'a body that is not as described', method: 'POST', path: '/crm/system/actions/retry', body: () => ({ ids: ['all'] }),
			status: 400, field: 'ids.0', reason: 'invalid_type', english: /"ids\.0" does not fit: invalid input: expected .*string\./, chinese: /“ids\.0”不符合要求：无效输入/,
		},
		{
			why: 'what does not exist', method: 'GET', path: '/crm/abc/models/nope/summary', body: () => undefined,
			status: 404, reason: 'not_found', english: /^Scoring model was not found\.$/, chinese: /^找不到该评分模型，可能已被删除。请刷新后再试。$/,
		},
		{
			why: 'an id that is none', method: 'GET', path: '/crm/system/imports/none', body: () => undefined,
			status: 404, reason: 'not_found', english: /^Import was not found\.$/, chinese: /^找不到该导入记录，可能/,
		},
		{
			why: 'a file without a column', method: 'POST', path: '/crm/system/imports', body: () => 'number,placed_at,amount\n1,2024-01-01,1',
			status: 400, field: 'customer', reason: 'column_missing',
			english: /No column for "customer" \(the customer code\)\. Name it with --map customer=HEADER\. Headers: "number", "placed_at", "amount"\./,
			chinese: /没有找到“客户编号”（customer）对应的列。请用 --map customer=列名 指定。文件中的列：“number”、“placed_at”、“amount”。/,
		},
		{
			why: 'a file that is none', method: 'POST', path: '/crm/system/imports', body: () => ({ number: 1 }),
			status: 400, field: 'body', reason: 'body_not_csv', english: /"body" must be the CSV file itself/, chinese: /“body”必须是 CSV 文件本身/,
		},
	])('$why', async ({ method, path, body, status, field, reason, english, chinese }) => {
		const answers = {} as Record<Asker, Answer<never>>;
		for (const asker of Object.keys(ASKERS) as Asker[]) answers[asker] = await send(asker, method, path, body());
		for (const answer of Object.values(answers)) {
			expect(answer.status).toBe(status);
			const named = field ? { field } : {};
			expect(answer.errors[0]?.extensions).toMatchObject({ reason, ...(status === 403 ? {} : named) });
			expect((answer.errors[0]?.extensions as { problems?: unknown[] }).problems?.[0]).toMatchObject({ reason, ...named });
			expect(answer.text).not.toContain('inLanguage');
		}
		const message = (asker: Asker): string => answers[asker].errors[0]!.message;
		expect([message('english'), message('program')]).toEqual([expect.stringMatching(english), expect.stringMatching(english)]);
		expect([message('chinese'), message('chineseProgram')]).toEqual([expect.stringMatching(chinese), expect.stringMatching(chinese)]);
	});

	it('a model with several faults names them all', async () => {
		const { errors } = await send('chinese', 'POST', '/items/crm_scoring_models', MODEL);
		expect(errors[0]?.message).toContain('“第 2 个等级的界线”（classes.1.bound）必须小于上一等级的界线。');
		expect((errors[0]?.extensions as { problems?: unknown[] }).problems).toEqual([
			{ field: 'window_months', reason: 'not_in_range', params: { min: 1, max: 1200 } },
			{ field: 'classes.1.bound', reason: 'bound_not_below' },
		]);
	});

	it('row rights, which tell "not there" and "not yours" by nothing', async () => {
		const contact = (id: string) => world.as('representative', 'POST', '/items/crm_contacts', { name: 'x', customer: id });
		await world.crm.knex('directus_users').where({ id: world.users.representative }).update({ language: 'zh-CN' });
		const [there, nowhere] = [await contact(world.customers.foreign), await contact(NOWHERE)];
		expect(there.text).toBe(nowhere.text);
		expect(there.errors[0]?.message).toBe('“customer”所选的记录不存在，或您无权使用。请选择您能打开的记录。');
		const { errors } = await world.as('representative', 'GET', '/crm/system/status');
		expect(errors[0]).toMatchObject({ message: '您没有执行此操作的权限，如有需要请联系管理员。', extensions: { code: 'FORBIDDEN' } });
	});

	it('a file that Directus itself imports', async () => {
		const form = new FormData();
		form.append('file', new Blob([JSON.stringify([{ name: 'x', value_class: 'A' }])], { type: 'application/json' }), 'customers.json');
		const headers = { authorization: `Bearer ${ASKERS.chinese.token}` };
		const answer = await fetch(`${world.crm.url}/utils/import/crm_customers`, { method: 'POST', body: form, headers });
		expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('由插件“abc”计算') as string]);
	});

	it('a repeated command is refused again, in the language of now', async () => {
		const again = () => world.crm.call('POST', '/crm/abc/models/region/primary', {}, { token: 'token-settled', headers: { 'idempotency-key': 'again' } });
		const first = await again();
		await world.crm.knex('directus_users').where({ token: 'token-settled' }).update({ language: 'zh-CN' });
		const second = await again();
		await world.crm.knex('directus_users').where({ token: 'token-settled' }).update({ language: null });
		expect([first.errors[0]?.message, second.errors[0]?.message]).toEqual([expect.stringContaining('Remove the filter'), expect.stringContaining('请去掉条件')]);
		expect(second.errors[0]?.extensions).toEqual(first.errors[0]?.extensions);
	});

	it('in the Studio a user without a language reads that of the project, whatever the browser says', async () => {
		await world.crm.call('PATCH', '/settings', { default_language: 'zh-CN' });
		const login = { email: 'settled@words.example.com', password: 'password-settled', mode: 'session' };
		const { headers } = await world.crm.call('POST', '/auth/login', login, { token: null });
		const cookie = headers.get('set-cookie')!.split(';')[0]!;
		const inStudio = { token: null, headers: { cookie, 'accept-language': 'en-US' } };
		const { errors } = await world.crm.call('POST', '/items/crm_scoring_models', MODEL, inStudio);
		expect(errors[0]?.message).toContain('“统计月数”');
		const program = await send('program', 'POST', '/items/crm_scoring_models', MODEL);
		expect(program.errors[0]?.message, 'a program has no project').toContain('Months counted');
	});

	it('a language in the request itself goes before that of the user', async () => {
		const { errors } = await send('english', 'POST', '/crm/system/imports?language=zh', '');
		expect(errors[0]).toMatchObject({ message: '文件为空。请导出包含表头和订单的 CSV 文件。', extensions: { field: 'file', reason: 'file_empty' } });
	});

	const COMPUTED = { chinese: '由插件“abc”计算', english: 'is computed by the plugin "abc"' };

	it.each([
		['chinese', COMPUTED.chinese], ['english', COMPUTED.english], ['program', COMPUTED.english], ['chineseProgram', COMPUTED.chinese],
	] as const)('GraphQL tells %s the same', async (asker, message) => {
		const query = `mutation { update_crm_customers_item(id: "${customer}", data: { value_class: "A" }) { id } }`;
		const { errors, text } = await send(asker, 'POST', '/graphql', { query });
		expect(errors[0]).toMatchObject({
			message: expect.stringContaining(message) as string,
			extensions: { code: 'FORBIDDEN', reason: 'computed_field', problems: [{ field: 'value_class', reason: 'computed_field' }] },
		});
		expect(text).not.toContain('inLanguage');
	});

	it.each(['chinese', 'english'] as const)('WebSocket tells %s the same', async (asker) => {
		const socket = new WebSocket(`${world.crm.url.replace('http', 'ws')}/websocket`);
		await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
		const ask = (message: object): Promise<{ error?: { message: string } }> => {
			const answered = new Promise<string>((resolve) => socket.addEventListener('message', ({ data }) => resolve(String(data)), { once: true }));
			socket.send(JSON.stringify(message));
			return answered.then((text) => JSON.parse(text) as { error?: { message: string } });
		};
		await ask({ type: 'auth', access_token: ASKERS[asker].token });
		const { error } = await ask({ type: 'items', collection: 'crm_customers', action: 'update', id: customer, data: { value_class: 'A' } });
		socket.close();
		expect(error?.message).toContain(COMPUTED[asker]);
	});

	it('a Flow is told in the language of whoever set it off, else of the project', async () => {
		await world.crm.call('PATCH', '/settings', { default_language: 'zh-CN' });
		const options = { method: 'GET', async: false, return: '$all', cacheEnabled: false };
		const { data: flow } = await world.crm.call<{ id: string }>('POST', '/flows', { name: 'fails', status: 'active', trigger: 'webhook', accountability: null, options });
		const place = { flow: flow.id, key: 'score', name: 'score', type: 'crm-abc-run-scoring', position_x: 1, position_y: 1, options: { model: 'none' } };
		const { data: operation } = await world.crm.call<{ id: string }>('POST', '/operations', place);
		await world.crm.call('PATCH', `/flows/${flow.id}`, { operation: operation.id });
		const told = async (token: string): Promise<string> =>
			(JSON.parse((await world.crm.call('GET', `/flows/trigger/${flow.id}`, undefined, { token })).text) as { score: { message: string } }).score.message;
		expect(await told('token-english')).toBe('Scoring model was not found.');
		expect(await told('token-chinese')).toMatch(/找不到/);
		expect(await told('token-settled'), 'who has no language of their own').toMatch(/找不到/);
		await world.crm.call('PATCH', '/settings', { default_language: 'en-US' });
		expect(await told('token-settled')).toBe('Scoring model was not found.');
	});
}, { isLong: true });
