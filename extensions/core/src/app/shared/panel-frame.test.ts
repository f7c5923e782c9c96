// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { ref } from 'vue';
import type { LoadState } from './failure.ts';
import { sentence, type Facts, type Words } from './words.ts';

vi.mock('./locale.ts', () => ({
	useLocale: (words: Words) => ({
		locale: ref('en-US'),
		t: (key: string, facts?: Facts) => sentence(words[key]!, 'en-US', facts),
	}),
}));
const { default: PanelFrame } = await import('./panel-frame.vue');

const table = { columns: [{ key: 'code', label: 'Class' }], rows: [{ code: 'A' }] };

function show(state: LoadState, extra = {}) {
	return mount(PanelFrame, {
		props: { title: 'Who brings the turnover?', state, answer: '57 customers', table, ...extra },
		slots: { default: '<div class="drawing" />' },
		global: {
			stubs: { VIcon: true, VButton: { template: '<button class="retry"><slot /></button>' } },
			directives: { tooltip: {} },
		},
	});
}

describe('states', () => {
	const rows: [why: string, state: LoadState, extra: object, text: string][] = [
		['the reason and a retry', 'error', { reason: 'The database is away.' }, 'The database is away.'],
		['what is missing and the next step', 'empty', { emptyText: 'Import orders.' }, 'Import orders.'],
		['the role may not', 'forbidden', {}, 'Ask an administrator'],
		['the plugin is off', 'not-installed', {}, 'not installed or switched off'],
	];
	it.each(rows)('says %s', (_why, state, extra, text) => {
		const frame = show(state, extra);
		expect(frame.text()).toContain(text);
		expect(frame.find('.drawing').exists()).toBe(false);
		expect(frame.text()).not.toContain('57 customers');
	});

	it('tries again on request', async () => {
		const frame = show('error');
		await frame.find('.retry').trigger('click');
		expect(frame.emitted('retry')).toHaveLength(1);
	});

	it('shows where the answer will be while it loads', () => {
		expect(show('loading').find('.skeleton').attributes('aria-label')).toBe('Loading');
	});
});

it('has its own title unless the dashboard shows one', () => {
	expect(show('ready').find('h2').text()).toBe('Who brings the turnover?');
	expect(show('ready', { showHeader: true }).find('h2').exists()).toBe(false);
	expect(show('ready', { showHeader: true }).attributes('aria-label')).toBe('Who brings the turnover?');
});

it('swaps the drawing for its table and back', async () => {
	const frame = show('ready');
	expect(frame.find('.drawing').exists()).toBe(true);
	await frame.find('.toggle').trigger('click');
	expect(frame.find('.drawing').exists()).toBe(false);
	expect(frame.find('td').text()).toBe('A');
	expect(frame.find('.toggle').attributes('aria-pressed')).toBe('true');
	await frame.find('.toggle').trigger('click');
	expect(frame.find('.drawing').exists()).toBe(true);
});
