import { defineHook } from '@directus/extensions-sdk';
import type { Application } from 'express';
import { localeOf } from '../../domain/words.ts';
import type { Call, Host, Next } from '../directus.ts';
import type { Refusal } from '../errors.ts';
import { languageOf } from '../language.ts';
import { safely } from '../safely.ts';

/**
 * Refusals of all bundles leave in the language of whoever asked. Here, because this is past every transaction (SQLite has
 * one connection) and knows user and headers, which hooks do not. GraphQL and WebSocket answer by themselves: in English.
 */
export default defineHook(({ init }, context) => {
	const host = context as unknown as Host;
	init('routes.custom.after', ({ app }) => {
		(app as Application).use((error: unknown, call: unknown, _reply: unknown, next: Next) => {
			const translated = safely(host, 'finding the language of a refusal', () => translate(host, error, call as Call));
			translated.then(() => next(error), next);
		});
	});
});

/** Directus' own import throws a list. */
async function translate(host: Host, thrown: unknown, call: Call): Promise<void> {
	const refusals = [thrown].flat().filter(isRefusal);
	const language = refusals.length > 0 ? await languageOf(host, call) : null;
	if (!language) return;
	for (const refusal of refusals) refusal.message = refusal.inLanguage(localeOf(language));
}

/** By its shape: every bundle has its own copy of the class. */
function isRefusal(error: unknown): error is Refusal {
	return error instanceof Error && 'inLanguage' in error && typeof error.inLanguage === 'function';
}
