// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';

type Request = { path: string; body: unknown; config: { headers: Record<string, string> } };
const sent: Request[] = [];
let answer: () => Promise<unknown>;

vi.mock('@directus/extensions-sdk', () => ({
	useApi: () => ({
		post: (path: string, body: unknown, config: Request['config']) => {
			sent.push({ path, body, config });
			return answer();
		},
	}),
}));
const { useCommand } = await import('./use-command.ts');

const done = () => Promise.resolve({ data: { data: { left: 6 } } });
const failed = (status: number) => () => Promise.reject({ response: { status, data: { errors: [{ message: 'No.' }] } } });
const lost = () => Promise.reject(new Error('Network Error'));

/** Sends twice, the first time with `first`, and tells the keys. */
async function keysOf(first: typeof done, bodies: [unknown, unknown] = [{ n: 1 }, { n: 1 }]): Promise<string[]> {
	sent.length = 0;
	const { send } = useCommand(() => '/x');
	answer = first;
	await send(bodies[0]);
	answer = done;
	await send(bodies[1]);
	return sent.map(({ config }) => config.headers['Idempotency-Key']!);
}

const FILE = new Blob(['a']);
it.each([
	['after a success the next attempt is a new one', done, undefined, false],
	['a refusal was an answer', failed(409), undefined, false],
	['a lost connection tells nothing: the retry is the same attempt', lost, undefined, true],
	['nor does a server that broke', failed(503), undefined, true],
	['another body is another attempt', lost, [{ n: 1 }, { n: 2 }], false],
	['the same file again', lost, [FILE, FILE], true],
	['another file of the same size', lost, [FILE, new Blob(['b'])], false],
] as [string, typeof done, [unknown, unknown] | undefined, boolean][])('%s', async (_why, first, bodies, isSame) => {
	const [one, two] = await keysOf(first, bodies);
	expect(one).toMatch(/^[\da-f]{32}$/);
	expect(one === two).toBe(isSame);
});

it('knows where it stands', async () => {
	const { state, answer: told, failure, send, reset } = useCommand<{ left: number }>(() => '/x');
	answer = failed(422);
	const sending = send();
	expect(state.value).toBe('busy');
	expect(await sending).toBeNull();
	expect([state.value, failure.value?.reason]).toEqual(['failed', 'No.']);
	answer = done;
	expect(await send()).toEqual({ left: 6 });
	expect([state.value, told.value?.left, failure.value]).toEqual(['done', 6, null]);
	reset();
	expect(state.value).toBe('idle');
});
