// @vitest-environment happy-dom
import { sentence, type Facts, type Words } from '@guanxi/core/words';
import { flushPromises, mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import { ref } from 'vue';

const ANSWER = {
	code: '7K2-QP9-XMB',
	referrer: { account: 'a', customer: 'c', name: '老朋友', state: 'qualified', reason: null, order: 'o', confirms_on: '2026-12-06' },
	referees: [
		{ account: 'b', customer: 'd', name: 'Jim', state: 'attributed', reason: null },
		{ account: 'e', customer: null, name: null, state: 'rejected', reason: 'same_contact' },
	],
	referee_count: 120,
};
const locale = ref<'zh-CN' | 'en-US'>('en-US');
const answer = ref<object>(ANSWER);
vi.mock('@directus/extensions-sdk', () => ({ useApi: () => ({ get: () => Promise.resolve({ data: { data: answer.value } }) }) }));
vi.mock('@guanxi/core/app/locale.ts', () => ({
	useLocale: (words: Words) => ({ locale, t: (key: string, facts?: Facts) => sentence(words[key]!, locale.value, facts) }),
}));
const { default: ReferralView } = await import('./referral-view.vue');

async function shown(language: typeof locale.value, data: object = ANSWER): Promise<string> {
	locale.value = language;
	answer.value = data;
	const wrapper = mount(ReferralView, { props: { primaryKey: 'x' }, global: { stubs: { VIcon: true, VButton: true } } });
	await flushPromises();
	return wrapper.text().replace(/\s+/g, ' ');
}

it('says who brought a member, whom they brought, how far each has come, and why one does not count', async () => {
	const text = await shown('en-US');
	expect(text).toMatch(/Brought by 老朋友: Counts; rewards wait for the return window · rewards can be spent from .*2026/);
	expect(text).toContain('Jim');
	expect(text).toContain('A colleague’s customer');
	expect(text).toContain('Does not count · Phone, e-mail or WeChat is that of the referrer');
	expect(text).toContain('2 of 120 people, newest first');
});

it('the same in Chinese', async () => {
	const text = await shown('zh-CN');
	expect(text).toContain('由 老朋友 推荐：已达成，奖励在退货期内待生效');
	expect(text).toContain('不计入 · 与推荐人的电话、邮箱或微信相同');
	expect(text).toContain('共 120 人，显示最近 2 人');
});

it('nobody is no table', async () => {
	const text = await shown('en-US', { ...ANSWER, referrer: null, referees: [], referee_count: 0 });
	expect(text).toBe('Nobody brought this member.Whom this member brought: Nobody yet.');
});
