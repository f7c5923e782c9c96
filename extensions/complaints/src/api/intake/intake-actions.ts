import type { ActionHandler } from '@guanxi/core/action-handler';
import { enqueueActions } from '@guanxi/core/actions';
import { runCommand } from '@guanxi/core/command';
import type { Host, Knex } from '@guanxi/core/directus';
import { messageAction } from '@guanxi/core/message';
import { readSettings } from '@guanxi/core/settings';
import { localeOf } from '@guanxi/core/words';
import { COMPLAINTS } from '../../domain/case/case.ts';
import { OPEN, RECEIPT, RESUME } from '../../domain/intake/open-case.ts';
import { receiptMail } from '../../domain/intake/receipt.ts';
import { transitionCommand } from '../case/commands.ts';
import { textOf, type Row } from '../rows.ts';
import { openCommand } from './commands.ts';
import { addressOf } from './receipt-address.ts';
import { statusLink } from './status-link.ts';

/** Opens a case that people filed in the Studio or through the API. One that was deleted meanwhile needs nothing. */
export const openFiled = (host: Host): ActionHandler<Knex> => ({
	kind: OPEN,
	perform: async ({ subjectId }) => {
		await runCommand(host, openCommand(await host.getSchema()), { input: { complaint: String(subjectId) }, caller: 'complaints', idempotencyKey: null });
	},
});

/** The guard of the action has looked whether it still waits; under the lock the workflow looks again. */
export const resumeWaiting = (host: Host): ActionHandler<Knex> => ({
	kind: RESUME,
	perform: async ({ subjectId, dedupeKey }) => {
		const input = { complaint: String(subjectId), to: 'investigating', by: null } as const;
		await runCommand(host, transitionCommand(await host.getSchema()), { input, caller: 'complaints', idempotencyKey: dedupeKey });
	},
});

/** Writes the receipt, once; it leaves by the contact policy as the answer to what somebody just did. */
export const sendReceipt = (host: Pick<Host, 'env'>): ActionHandler<Knex> => ({
	kind: RECEIPT,
	write: async (trx, { subjectId, dedupeKey }, now) => {
		const id = String(subjectId);
		const row: Row | undefined = await trx(COMPLAINTS).where({ id }).first('reference', 'customer', 'language');
		const to = await addressOf(trx, id);
		if (!row || to === null) return;
		const { language, organisation } = await readSettings(trx);
		const { url } = await statusLink({ ...host, database: trx }, { complaint: id, joined: false }, now);
		const mail = receiptMail({ reference: String(row['reference']), organisation, statusUrl: url }, localeOf(textOf(row['language']) ?? language));
		const message = { ...mail, customer: textOf(row['customer']), to, about: { collection: COMPLAINTS, id }, purpose: 'reply', plugin: 'complaints', dedupeKey } as const;
		await enqueueActions(trx, [messageAction(message, now)], now);
	},
});
