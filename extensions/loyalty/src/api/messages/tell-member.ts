import type { ActionHandler } from '@guanxi/core/action-handler';
import { enqueueActions } from '@guanxi/core/actions';
import type { Knex } from '@guanxi/core/directus';
import { messageAction } from '@guanxi/core/message';
import { readSettings } from '@guanxi/core/settings';
import { localeOf } from '@guanxi/core/words';
import { TABLES } from '../../domain/open-book.ts';
import { MESSAGE_KINDS, type MessageSetting } from '../../domain/messages/member-message.ts';
import { TELL, type Telling } from '../../domain/messages/put-down.ts';
import { writeMessage, type Addressed } from '../../domain/messages/write-message.ts';
import { readBook } from '../read-book.ts';
import type { Row } from '../rows.ts';
import { listOf } from '../tier-rows.ts';

/** Writes what a member is told, once, as a mail that leaves by the contact policy, and only while it is still so. */
export const tellMember: ActionHandler<Knex> = {
	kind: TELL,
	write: async (trx, { subjectId, payload, guard, dedupeKey }, now) => {
		const addressed = await readAddressed(trx, String(subjectId));
		const written = addressed && writeMessage(addressed, payload as Telling, now);
		if (!written) return;
		const mail = messageAction({ customer: addressed.book.account.customer, plugin: 'loyalty', ...written, dedupeKey }, now);
		await enqueueActions(trx, [guard ? { ...mail, guard } : mail], now);
	},
};

async function readAddressed(reader: Knex, account: string): Promise<Addressed | null> {
	const book = await readBook(reader, account);
	if (!book) return null;
	const program = (await reader(TABLES.programs).where({ id: book.program.id }).first('name', 'unit_name', 'messages')) as Row;
	const customer: Row = await reader('crm_customers').where({ id: book.account.customer }).first('name');
	const { language, organisation } = await readSettings(reader);
	const unit = program['unit_name'] === null ? null : String(program['unit_name']);
	return {
		book,
		name: String(customer['name']),
		program: { name: String(program['name']), unit, messages: settingsOf(program['messages']) },
		organisation,
		locale: localeOf(language),
	};
}

export const settingsOf = (stored: unknown): MessageSetting[] =>
	listOf(stored).flatMap(({ kind, off, subject, text }) => {
		const known = MESSAGE_KINDS.find((one) => one === kind);
		return known ? [{ kind: known, off: off === true, subject: (subject as string) || null, text: (text as string) || null }] : [];
	});
