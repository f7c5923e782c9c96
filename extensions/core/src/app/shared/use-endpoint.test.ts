// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils';
import { beforeEach, expect, it, vi } from 'vitest';
import { effectScope, ref } from 'vue';

interface Asked {
	url: string;
	signal: AbortSignal;
	answer: (data: unknown) => void;
	fail: (error: unknown) => void;
}
const asked: Asked[] = [];
const get = (url: string, { signal }: { signal: AbortSignal }) =>
	new Promise((resolve, reject) => {
		asked.push({ url, signal, answer: (data) => resolve({ data: { data } }), fail: reject });
	});
vi.mock('@directus/extensions-sdk', () => ({ useApi: () => ({ get }) }));
const { useEndpoint } = await import('./use-endpoint.ts');

const within = <T>(use: () => T): T => effectScope().run(use)!;

beforeEach(() => {
	asked.length = 0;
});

it('goes from loading to ready', async () => {
	const { state, data } = within(() => useEndpoint<number[]>('/x'));
	expect(state.value).toBe('loading');
	asked[0]!.answer([1]);
	await flushPromises();
	expect([state.value, data.value]).toEqual(['ready', [1]]);
});

it('knows an answer that holds nothing', async () => {
	const { state } = within(() => useEndpoint<number[]>('/x', { isEmpty: (rows) => rows.length === 0 }));
	asked[0]!.answer([]);
	await flushPromises();
	expect(state.value).toBe('empty');
});

it('drops an answer that comes after the question changed', async () => {
	const path = ref('/a');
	const { data } = within(() => useEndpoint<string>(path));
	path.value = '/b';
	await flushPromises();
	expect(asked[0]!.signal.aborted).toBe(true);
	asked[1]!.answer('new');
	asked[0]!.answer('old');
	await flushPromises();
	expect(data.value).toBe('new');
});

it('asks nothing as long as the address is not known', async () => {
	const path = ref<string | null>(null);
	const { state } = within(() => useEndpoint(path));
	expect([asked.length, state.value]).toEqual([0, 'loading']);
	path.value = '/a';
	await flushPromises();
	expect(asked).toHaveLength(1);
});

it('says why it failed and recovers on a retry', async () => {
	const { state, reason, reload } = within(() => useEndpoint('/x'));
	asked[0]!.fail({ response: { status: 500, data: { errors: [{ message: 'Away.' }] } } });
	await flushPromises();
	expect([state.value, reason.value]).toEqual(['error', 'Away.']);
	void reload();
	asked[1]!.answer(1);
	await flushPromises();
	expect(state.value).toBe('ready');
});

it('keeps what is on the screen while it refreshes', async () => {
	const { state, reload } = within(() => useEndpoint('/x'));
	asked[0]!.answer(1);
	await flushPromises();
	void reload();
	expect(state.value).toBe('ready');
});

it('stops asking when its component goes', () => {
	const scope = effectScope();
	scope.run(() => useEndpoint('/x'));
	scope.stop();
	expect(asked[0]!.signal.aborted).toBe(true);
});
