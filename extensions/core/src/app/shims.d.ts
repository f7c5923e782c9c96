declare module '*.vue' {
	import type { DefineComponent } from 'vue';

	const component: DefineComponent<object, object, unknown>;
	export default component;
}

/** The Studio brings vue-i18n and vue-router at run time; only what we use is described here. */
declare module 'vue-i18n' {
	import type { Ref } from 'vue';

	export function useI18n(options?: { useScope?: 'global' | 'local' }): { locale: Ref<string> };
}

declare module 'vue-router' {
	import type { Ref } from 'vue';

	interface Router {
		currentRoute: Ref<{ fullPath: string }>;
		push(to: string): Promise<unknown>;
		replace(to: string): Promise<unknown>;
	}
	export function useRouter(): Router;
}
