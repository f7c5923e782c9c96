import { useEndpoint } from '@guanxi/core/app/use-endpoint.ts';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import type { ProgramsAnswer } from '../../contract/figure-answers.ts';

/** The program that a panel is about: the chosen one, else the one with the most members. */
export function useProgram(chosen: MaybeRefOrGetter<string | null | undefined>) {
	const programs = useEndpoint<ProgramsAnswer>('/crm/loyalty/programs');
	const program = computed(() => {
		const key = toValue(chosen);
		const all = programs.data.value ?? [];
		return (key ? all.find((item) => item.key === key) : all[0]) ?? null;
	});
	const missing = computed(() => programs.state.value === 'ready' && program.value === null);
	return { programs, program, missing };
}
