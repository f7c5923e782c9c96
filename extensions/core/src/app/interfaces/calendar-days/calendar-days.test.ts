// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { ref } from 'vue';
import { sentence, type Facts, type Words } from '../../shared/words.ts';

vi.mock('../../shared/locale.ts', () => ({
	useLocale: (words: Words) => ({
		locale: ref('zh-CN'),
		t: (key: string, facts?: Facts) => sentence(words[key]!, 'zh-CN', facts),
	}),
}));
const { default: CalendarDays } = await import('./calendar-days.vue');

vi.useFakeTimers({ now: new Date('2026-03-05T02:00:00Z'), toFake: ['Date'] });

const WEEK = { '1': [['08:30', '17:30']] };

async function open(days: Record<string, unknown>, disabled = false) {
	const wrapper = mount(CalendarDays, {
		props: { value: days, disabled },
		global: { stubs: { VIcon: true }, provide: { values: ref({ week: WEEK }) } },
	});
	const runs = wrapper.findAll('.day-runs button');
	if (runs[0]) await runs[0].trigger('click');
	const edits = () => wrapper.emitted('input')?.at(-1)?.[0] as Record<string, unknown> | undefined;
	const kind = (position: number) => wrapper.findAll('.kinds button')[position]!.trigger('click');
	return { wrapper, edits, kind };
}

describe('holidays and make-up days', () => {
	it('a line of the list opens its month and its day', async () => {
		const { wrapper } = await open({ '2026-10-01': [] });
		expect(wrapper.find('.bar').text()).toContain('10月');
		expect(wrapper.find('.selected').text()).toContain('休');
		expect(wrapper.find('.question').text()).toContain('10月1日');
	});

	it('makes it a make-up day with the hours of a usual working day', async () => {
		const { edits, kind } = await open({ '2026-10-01': [] });
		await kind(2);
		expect(edits()).toEqual({ '2026-10-01': [['08:30', '17:30']] });
	});

	it('takes the exception back', async () => {
		const { edits, kind } = await open({ '2026-10-01': [], '2026-10-02': [] });
		await kind(0);
		expect(edits()).toEqual({ '2026-10-02': [] });
	});

	it('never changes the value it was given', async () => {
		const days = { '2026-10-01': [] };
		const { kind } = await open(days);
		await kind(2);
		expect(days).toEqual({ '2026-10-01': [] });
	});

	it('speaks the whole date and what it is', async () => {
		const { wrapper } = await open({ '2026-10-01': [] });
		expect(wrapper.find('.holiday').attributes('aria-label')).toMatch(/10月1日.*放假/);
	});

	it('can be read but not changed without the right', async () => {
		const { wrapper } = await open({ '2026-10-01': [] }, true);
		expect(wrapper.findAll('.kinds button').every((button) => button.attributes('disabled') !== undefined)).toBe(true);
	});
});
