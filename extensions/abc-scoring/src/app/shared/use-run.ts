import { announceChange } from '@guanxi/core/app/topics.ts';
import { useCommand } from '@guanxi/core/app/use-command.ts';
import { computed, onScopeDispose, ref } from 'vue';
import type { RunAnswer } from '../../contract/answers.ts';
import { SCORES } from './scored.ts';

export type RunStep = 'idle' | 'rehearsing' | 'rehearsed' | 'running' | 'done' | 'failed';

/**
 * A scoring run in two steps: a rehearsal that says how many customers would change, then the run itself.
 * `seconds` counts while the server works, because nobody should watch a still button.
 */
export function useRun(key: () => string | null) {
	const command = useCommand<RunAnswer>(() => `/crm/abc/models/${encodeURIComponent(key() ?? '')}/run`);
	const isRehearsal = ref(true);
	const seconds = ref(0);
	let timer: ReturnType<typeof setInterval> | undefined;

	const step = computed((): RunStep => {
		const state = command.state.value;
		if (state === 'busy') return isRehearsal.value ? 'rehearsing' : 'running';
		if (state === 'done') return isRehearsal.value ? 'rehearsed' : 'done';
		return state;
	});

	async function send(dryRun: boolean): Promise<void> {
		isRehearsal.value = dryRun;
		seconds.value = 0;
		timer = setInterval(() => (seconds.value += 1), 1000);
		const answer = await command.send({ dry_run: dryRun });
		clearInterval(timer);
		if (answer && !dryRun) announceChange(SCORES);
	}

	onScopeDispose(() => clearInterval(timer));
	const { answer, failure, reset } = command;
	return { step, answer, failure, seconds, rehearse: () => send(true), run: () => send(false), reset };
}
