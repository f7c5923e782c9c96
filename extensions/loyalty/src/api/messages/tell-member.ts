import type { ActionHandler } from '@guanxi/core/action-handler';
import { enqueueActions } from '@guanxi/core/actions';
import type { Host, Knex } from '@guanxi/core/directus';
import { messageAction } from '@guanxi/core/message';
import { readSettings } from '@guanxi/core/settings';
import { localeOf } from '@guanxi/core/words';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { MESSAGE_KINDS, type MessageSetting } from '../../domain/messages/member-message.ts';
import { TELL, type Telling } from '../../domain/messages/put-down.ts';
import { writeMessage, type Addressed } from '../../domain/messages/write-message.ts';
import { REWARDS } from '../../domain/rewards/reward.ts';
import { VOUCHERS } from '../../domain/rewards/voucher.ts';
import { cardLink } from '../card/card-link.ts';
import { readBook } from '../ledger/read-book.ts';
import { dayOf, type Row } from '../ledger/rows.ts';
import { listOf } from '../tiers/tier-rows.ts';

/** Writes what a member is told, once, as a mail that leaves by the contact policy, and only while it is still so. */
export const tellMember = (host: Pick<Host, 'env'>): ActionHandler<Knex> => ({
	kind: TELL,
	write: async (trx, { subjectId, payload, guard, dedupeKey }, now) => {
		const addressed = await readAddressed(trx, String(subjectId), payload as Telling);
		if (!addressed) return;
		const cardUrl = (await cardLink({ ...host, database: trx }, String(subjectId), now)).url;
		const written = writeMessage({ ...addressed, cardLink: cardUrl }, payload as Telling, now);
		if (!written) return;
		const mail = messageAction({ customer: addressed.book.account.customer, plugin: 'loyalty', ...written, dedupeKey }, now);
		await enqueueActions(trx, [guard ? { ...mail, guard } : mail], now);
	},
});

async function readAddressed(reader: Knex, account: string, { voucher, reward }: Telling): Promise<Omit<Addressed, 'cardLink'> | null> {
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
		reward: reward === undefined ? null : await readReward(reader, reward),
		voucher: voucher === undefined ? null : await readVoucher(reader, voucher),
		locale: localeOf(language),
	};
}

async function readVoucher(reader: Knex, id: string): Promise<Addressed['voucher']> {
	const row: Row | undefined = await reader(`${VOUCHERS} as voucher`)
		.join(`${REWARDS} as reward`, 'reward.id', 'voucher.reward')
		.where('voucher.id', id)
		.first('voucher.code', 'voucher.expires_on', 'reward.name');
	return row ? { code: String(row['code']), expires_on: dayOf(row['expires_on'])!, reward: String(row['name']) } : null;
}

async function readReward(reader: Knex, id: string): Promise<Addressed['reward']> {
	const row: Row | undefined = await reader(REWARDS).where({ id }).whereNotNull('points').first('name', 'points');
	return row ? { name: String(row['name']), points: Number(row['points']) } : null;
}

export const settingsOf = (stored: unknown): MessageSetting[] =>
	listOf(stored).flatMap(({ kind, off, subject, text }) => {
		const known = MESSAGE_KINDS.find((one) => one === kind);
		return known ? [{ kind: known, off: off === true, subject: (subject as string) || null, text: (text as string) || null }] : [];
	});
