import { ref, watch } from 'vue';

/** Counts finished runs in this window, so that all panels of a dashboard show the same run. */
const runs = ref(0);

export function announceScored(): void {
	runs.value += 1;
}

export function onScored(reload: () => unknown): void {
	watch(runs, () => void reload());
}
