// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { ref } from 'vue';
import { sentence, type Facts, type Words } from '../../shared/words.ts';

const get = vi.fn(async () => ({ data: { data: { timezone: 'Asia/Shanghai' } } }));
vi.mock('@directus/extensions-sdk', () => ({ useApi: () => ({ get }) }));
vi.mock('../../shared/locale.ts', () => ({
	useLocale: (words: Words) => ({
		locale: ref('en-US'),
		t: (key: string, facts?: Facts) => sentence(words[key]!, 'en-US', facts),
	}),
}));
const { default: ScheduleInput } = await import('./schedule-input.vue');

vi.useFakeTimers({ now: new Date('2026-03-05T02:00:00Z'), toFake: ['Date'] });

const stubs = {
	VSelect: {
		name: 'VSelect',
		props: ['items', 'modelValue'],
		emits: ['update:modelValue'],
		template: '<span class="select">{{ modelValue }}</span>',
	},
	VInput: {
		name: 'VInput',
		props: ['modelValue', 'type'],
		emits: ['update:modelValue'],
		template: '<input :value="modelValue" />',
	},
};

async function open(value: string | null) {
	const wrapper = mount(ScheduleInput, { props: { value }, global: { stubs } });
	await flushPromises();
	const last = () => wrapper.emitted('input')?.at(-1)?.[0];
	const choose = (kind: string) => wrapper.findAllComponents({ name: 'VSelect' })[0]!.vm.$emit('update:modelValue', kind);
	return { wrapper, last, choose };
}

describe('the schedule picker', () => {
	it('shows the next three runs in words, in the company time zone', async () => {
		const { wrapper } = await open('30 3 * * *');
		expect(wrapper.findAll('li')).toHaveLength(3);
		expect(wrapper.text()).toContain('Asia/Shanghai');
		expect(wrapper.find('li').text()).toBe('Fri, Mar 6, 2026, 03:30');
	});

	it('stores cron text that nobody has to type', async () => {
		const { last, choose } = await open(null);
		choose('daily');
		expect(last()).toBe('0 3 * * *');
	});

	it('changes days of the week by buttons, and always keeps one', async () => {
		const { wrapper, last } = await open('0 8 * * 1');
		await wrapper.findAll('.weekday-buttons button')[3]!.trigger('click');
		expect(last()).toBe('0 8 * * 1,4');
		const before = wrapper.emitted('input')!.length;
		await wrapper.findAll('.weekday-buttons button')[0]!.trigger('click');
		await wrapper.findAll('.weekday-buttons button')[3]!.trigger('click');
		expect(wrapper.emitted('input')!.length).toBe(before + 1);
		expect(last()).toBe('0 8 * * 4');
	});

	it('starts custom text from what was chosen, so that nothing is lost', async () => {
		const { wrapper, last, choose } = await open('0 8 15 * *');
		choose('custom');
		await flushPromises();
		expect(last()).toBe('0 8 15 * *');
		expect((wrapper.find('input').element as HTMLInputElement).value).toBe('0 8 15 * *');
	});

	it('says so when custom text cannot be read', async () => {
		const { wrapper } = await open('nonsense');
		expect(wrapper.find('.broken').exists()).toBe(true);
		expect(wrapper.findAll('li')).toHaveLength(0);
	});

	it('can be switched off', async () => {
		const { last, choose } = await open('0 8 * * *');
		choose('none');
		expect(last()).toBeNull();
	});
});
