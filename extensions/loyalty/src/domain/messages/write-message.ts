import { mailText, type MailFacts, type MailText } from '@guanxi/core/mail-text';
import { ownHalf, type Locale } from '@guanxi/core/words';
import { dateIn } from '@guanxi/core/time';
import { accountAt, type AccountView } from '../ledger/account-at.ts';
import { NEVER } from '../validity/days.ts';
import type { Book } from '../ledger/model.ts';
import type { Voucher } from '../rewards/voucher.ts';
import { MESSAGES, type MessageSetting } from './member-message.ts';
import { cardLabel, defaultText, footerOf } from './message-words.ts';
import { unitOf } from '../unit.ts';
import type { Telling } from './put-down.ts';
import { expiringLots } from './tell-expiring.ts';

/** All that a message to a member is made of. */
export interface Addressed {
	book: Book;
	/** The customer's name. */
	name: string;
	program: { name: string; unit: string | null; messages: MessageSetting[] };
	organisation: string | null;
	/** Address of the member's card. */
	cardLink: string;
	/** The voucher that is told about, with the name of its reward. */
	voucher: (Pick<Voucher, 'code' | 'expires_on'> & { reward: string }) | null;
	/** The reward that has come within reach. */
	reward: { name: string; points: number } | null;
	locale: Locale;
}

export type Written = MailText & { purpose: (typeof MESSAGES)[keyof typeof MESSAGES]['purpose'] };

/** The mail as the program words it, about the account as it is now; null where there is nothing to tell, or nobody wants it told. */
export function writeMessage(addressed: Addressed, telling: Telling, now: Date): Written | null {
	const { message } = telling;
	const { book, program, organisation, locale } = addressed;
	const setting = program.messages.find(({ kind }) => kind === message);
	const view = accountAt(book, now);
	if (setting?.off || view.status !== 'active') return null;
	const facts = factsOf(addressed, telling, { view, today: dateIn(now, book.program.timezone) });
	if (!facts) return null;
	const ours = defaultText(message, locale);
	const template = { subject: setting?.subject || ours.subject, text: setting?.text || ours.text };
	const link = { url: addressed.cardLink, label: cardLabel(locale) };
	const mail = mailText(template, facts, { locale, organisation, link, footer: footerOf(ownHalf(program.name, locale), locale) });
	return { ...mail, purpose: MESSAGES[message].purpose };
}

function factsOf(
	{ name, program, organisation, locale, cardLink, voucher, reward }: Addressed,
	{ message, until }: Telling,
	{ view, today }: { view: AccountView; today: string },
): MailFacts | null {
	const number = (points: number): string => points.toLocaleString(locale);
	const day = (date: string | null): string | null => date && longDay(date, locale);
	const unit = unitOf(program.unit, locale);
	const { tier_name: tier, tier_until, points_to_keep_tier: missing } = view.tier;
	const common = { name, program: ownHalf(program.name, locale), unit, points: number(view.available), tier: tier && ownHalf(tier, locale), organisation, card_link: cardLink };
	if (message === 'tier_reached') return { ...common, date: day(tier_until) };
	if (message === 'tier_at_risk') return { ...common, date: day(tier_until), missing: number(missing ?? 0) };
	if (message === 'joined') return common;
	if (message === 'reward_available') return reward && { ...common, reward: ownHalf(reward.name, locale), price: number(reward.points) };
	if (message === 'voucher_issued' || message === 'reward_given') {
		const last = voucher?.expires_on === NEVER ? null : day(voucher?.expires_on ?? null);
		return voucher && { ...common, reward: ownHalf(voucher.reward, locale), code: voucher.code, date: last };
	}
	const lots = expiringLots({ lots: view.lots, today }, until!);
	if (lots.length === 0) return null;
	const byDay = new Map<string, number>();
	for (const { expires_on: last, open_points: open } of lots) byDay.set(last, (byDay.get(last) ?? 0) + open);
	const list = [...byDay].map(([last, points]) => `${day(last)}${locale === 'zh-CN' ? '：' : ': '}${number(points)} ${unit}`).join('\n');
	const expiring = lots.reduce((sum, { open_points: open }) => sum + open, 0);
	return { ...common, expiring: number(expiring), date: day(lots[0]!.expires_on), list };
}

const longDay = (date: string, locale: Locale): string =>
	new Date(`${date}T00:00:00Z`).toLocaleDateString(locale, { dateStyle: 'long', timeZone: 'UTC' });
