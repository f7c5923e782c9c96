import { describeFailure } from '@guanxi/core/app/failure.ts';
import { useApi } from '@directus/extensions-sdk';
import { onScopeDispose, ref, shallowRef } from 'vue';
import type { RunAnswer } from '../../contract/answers.ts';
import { announceScored } from './scored.ts';

export type RunStep = 'idle' | 'rehearsing' | 'rehearsed' | 'running' | 'done' | 'failed';

/**
 * A scoring run in two steps: a rehearsal that says how many customers would change, then the run itself.
 * `seconds` counts while the server works, because nobody should watch a still button.
 */
export function useRun(key: () => string | null) {
	const api = useApi();
	const step = ref<RunStep>('idle');
	const answer = shallowRef<RunAnswer | null>(null);
	const failure = ref<string | null>(null);
	const seconds = ref(0);
	let timer: ReturnType<typeof setInterval> | undefined;

	async function post(dryRun: boolean): Promise<void> {
		step.value = dryRun ? 'rehearsing' : 'running';
		seconds.value = 0;
		timer = setInterval(() => (seconds.value += 1), 1000);
		try {
			const path = `/crm/abc/models/${encodeURIComponent(key() ?? '')}/run`;
			const { data } = await api.post(path, { dry_run: dryRun });
			answer.value = data.data as RunAnswer;
			step.value = dryRun ? 'rehearsed' : 'done';
			if (!dryRun) announceScored();
		} catch (error) {
			failure.value = describeFailure(error).reason;
			step.value = 'failed';
		} finally {
			clearInterval(timer);
		}
	}

	function reset(): void {
		step.value = 'idle';
		answer.value = null;
		failure.value = null;
	}

	onScopeDispose(() => clearInterval(timer));
	return { step, answer, failure, seconds, rehearse: () => post(true), run: () => post(false), reset };
}
