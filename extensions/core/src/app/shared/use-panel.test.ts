// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick, reactive, ref } from 'vue';
import type { LoadState } from './failure.ts';
import { announceChange } from './topics.ts';

vi.mock('./locale.ts', () => ({ useLocale: () => ({ locale: ref('en-US'), t: () => 'My customers only' }) }));
const { usePanel } = await import('./use-panel.ts');

const source = (state: LoadState, reason: string | null = null) => ({ state: ref(state), reason: ref(reason), reload: vi.fn() });

function panel(sources: ReturnType<typeof source>[], more: Partial<Parameters<typeof usePanel>[1]> = {}) {
	const props = reactive<{ now?: string }>({});
	const scope = effectScope();
	const parts = { title: () => 'Q?', sources, topic: 'points', empty: () => 'None yet.', period: () => 'May', ...more };
	return { props, scope, ...scope.run(() => usePanel(props, parts))! };
}

describe('the state', () => {
	it.each([
		['ready when everything is there', [source('ready'), source('ready')], 'ready', null],
		['the first trouble counts', [source('ready'), source('error', 'Away.')], 'error', 'Away.'],
		['one part empty', [source('empty'), source('loading')], 'empty', null],
	] as const)('%s', (_why, sources, state, reason) => {
		expect(panel([...sources]).frame.value).toMatchObject({ state, reason });
	});

	it('says first what is lacking altogether', () => {
		const { frame } = panel([source('loading')], { lacking: () => 'Create a program.' });
		expect(frame.value).toMatchObject({ state: 'empty', emptyText: 'Create a program.' });
	});
});

it.each([
	['everybody\'s', false, 'May'],
	['the viewer\'s own', true, 'My customers only · May'],
	['own in other words', 'My work only', 'My work only · May'],
])('says whose figures they are: %s', (_why, own, period) => {
	expect(panel([source('ready')], { own: () => own }).frame.value.period).toBe(period);
});

it('reads again when the dashboard refreshes or its topic changed, until it is gone', async () => {
	const one = source('ready');
	const { props, scope } = panel([one]);
	props.now = '2026-01-01';
	await nextTick();
	announceChange('points');
	announceChange('scores');
	expect(one.reload).toHaveBeenCalledTimes(2);
	scope.stop();
	announceChange('points');
	expect(one.reload).toHaveBeenCalledTimes(2);
});
