import { defineHook } from '@directus/extensions-sdk';
import type { Application } from 'express';
import type { Call, Host, Next, Reply } from '../directus.ts';
import { languageOf } from '../language.ts';
import { tellIn } from '../told.ts';

/**
 * Refusals of all bundles leave in the language of whoever asked. Here, because this is past every transaction (SQLite has
 * one connection) and knows user and headers, which hooks do not. GraphQL answers its errors by itself, before Express hears of them.
 */
export default defineHook(({ init }, context) => {
	const host = context as unknown as Host;
	init('routes.before', ({ app }) => {
		(app as Application).use('/graphql', (call, reply, next) => {
			tellGraphql(host, call as Call, reply);
			next();
		});
	});
	init('routes.custom.after', ({ app }) => {
		(app as Application).use((error: unknown, call: unknown, _reply: unknown, next: Next) => {
			tellIn(() => languageOf(host, call as Call), error).then(() => next(error), next);
		});
	});
});

function tellGraphql(host: Host, call: Call, reply: Reply): void {
	const send = reply.json.bind(reply);
	reply.json = (answer: { errors?: unknown[] } | undefined) => {
		const told = tellIn(() => languageOf(host, call), answer?.errors ?? []);
		told.then(() => send(answer), () => send(answer));
		return reply;
	};
}
