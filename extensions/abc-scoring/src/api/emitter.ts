import type { Emitter, Host } from '@guanxi/core/directus';

let shared: Emitter | undefined;

/** Flow operations get no emitter from Directus; they borrow the one this bundle's hook received. */
export function rememberEmitter({ emitter }: Host): void {
	shared = emitter;
}

/** A full host for a context without an emitter. */
export function hostOf(context: Omit<Host, 'emitter'>): Host {
	if (!shared) throw new Error('The abc-scoring hook has not been registered');
	return { ...context, emitter: shared };
}
