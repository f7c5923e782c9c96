import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { describeFailure, type LoadState } from './failure.ts';

export interface Loader<T> {
	data: ShallowRef<T | null>;
	state: Ref<LoadState>;
	/** Why it failed, in the server's words. */
	reason: Ref<string | null>;
	/** Asks again; what is on the screen stays there meanwhile. */
	reload: () => Promise<void>;
	/** Forgets what was loaded and asks again. */
	restart: () => Promise<void>;
}

/**
 * Loads with `fetch` and knows where that stands. Only the last question counts: the one before is dropped, and all
 * of them with the component.
 */
export function useLoader<T>(
	fetch: (signal: AbortSignal) => Promise<T>,
	stateOf: (data: T) => LoadState = () => 'ready',
): Loader<T> {
	const data = shallowRef<T | null>(null);
	const state = ref<LoadState>('loading');
	const reason = ref<string | null>(null);
	let running: AbortController | null = null;

	async function reload(): Promise<void> {
		running?.abort();
		const own = (running = new AbortController());
		if (state.value !== 'ready') state.value = 'loading';
		try {
			const found = await fetch(own.signal);
			if (own.signal.aborted) return;
			data.value = found;
			state.value = stateOf(found);
		} catch (error) {
			if (own.signal.aborted) return;
			const failure = describeFailure(error);
			state.value = failure.state;
			reason.value = failure.reason;
		}
	}

	function restart(): Promise<void> {
		state.value = 'loading';
		return reload();
	}

	onScopeDispose(() => running?.abort());
	return { data, state, reason, reload, restart };
}
