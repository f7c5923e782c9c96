import { useApi } from '@directus/extensions-sdk';
import { ref, shallowRef } from 'vue';
import { describeFailure, type Failure } from './failure.ts';
import { inLanguage } from './use-endpoint.ts';

export type CommandState = 'idle' | 'busy' | 'done' | 'failed';

interface Sending {
	params?: Record<string, unknown>;
	headers?: Record<string, string>;
	signal?: AbortSignal;
	onUploadProgress?: (progress: { loaded: number }) => void;
}

/**
 * Sends one command to `path` and knows where it stands. Every attempt has an idempotency key; a retry after an attempt
 * whose fate nobody knows, because the connection was lost or the server broke, has the same one.
 */
export function useCommand<A>(path: () => string) {
	const api = useApi();
	const state = ref<CommandState>('idle');
	const answer = shallowRef<A | null>(null);
	const failure = shallowRef<Failure | null>(null);
	let unsettled: { key: string; path: string; body: unknown; params: string } | null = null;

	async function send(body: unknown = {}, { params = {}, headers, ...rest }: Sending = {}): Promise<A | null> {
		const attempt = { path: path(), body: contentOf(body), params: JSON.stringify(params) };
		const isRetry = unsettled !== null && isSame(unsettled, attempt);
		unsettled = { ...attempt, key: isRetry ? unsettled!.key : randomKey() };
		state.value = 'busy';
		failure.value = null;
		try {
			const keyed = { ...inLanguage(), ...headers, 'Idempotency-Key': unsettled.key };
			const { data } = await api.post(attempt.path, body, { params, headers: keyed, ...rest });
			unsettled = null;
			answer.value = data.data as A;
			state.value = 'done';
			return answer.value;
		} catch (error) {
			failure.value = describeFailure(error);
			if (failure.value.status !== null && failure.value.status < 500) unsettled = null;
			state.value = 'failed';
			return null;
		}
	}

	function reset(): void {
		state.value = 'idle';
		answer.value = null;
		failure.value = null;
	}

	return { state, answer, failure, send, reset };
}

type Attempt = { path: string; body: unknown; params: string };

function isSame(a: Attempt, b: Attempt): boolean {
	return a.path === b.path && a.body === b.body && a.params === b.params;
}

/** Files are compared by identity. */
function contentOf(body: unknown): unknown {
	return body instanceof Blob ? body : JSON.stringify(body);
}

/** Not `crypto.randomUUID`, which browsers keep from pages served without TLS. */
function randomKey(): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
