import { computed, inject, ref, shallowRef, watchEffect, type ComputedRef, type Ref } from 'vue';

export interface FormClass {
	code: string;
	label?: string | null;
}

/** A rule of a list is edited in a form of its own, which hides the model's; there the last seen classes count. */
const lastSeen = shallowRef<FormClass[]>([]);

/** The classes as they are on the model's form, saved or not. */
export function useFormClasses(): ComputedRef<FormClass[]> {
	const values = inject<Ref<Record<string, unknown>>>('values', ref({}));
	watchEffect(() => {
		if ('classes' in values.value) lastSeen.value = classesOf(values.value['classes']);
	});
	return computed(() => lastSeen.value);
}

function classesOf(value: unknown): FormClass[] {
	return Array.isArray(value) ? (value as FormClass[]).filter((item) => Boolean(item?.code)) : [];
}
