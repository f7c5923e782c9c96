import { mailText, type MailText } from '@guanxi/core/mail-text';
import type { Locale, Phrase } from '@guanxi/core/words';

const SUBJECT: Phrase = ['我们已收到您的反馈 [{{ reference }}]', 'We have received your message [{{ reference }}]'];
const TEXT: Phrase = [
	'您好：\n\n我们已收到您的反馈，受理编号为 {{ reference }}。专人受理后会与您联系。\n\n这是系统自动发送的回执。',
	'Hello,\n\nWe have received your message. Its reference is {{ reference }}. Somebody will take it on and be in touch.\n\nThis receipt was sent automatically.',
];
const FOOTER: Phrase = ['您收到此邮件是因为您向我们提交了反馈。', 'You receive this mail because you have sent us a message.'];
const LINK: Phrase = ['查询进度', 'See how far it is'];

export interface Receipted {
	reference: string;
	organisation: string | null;
	/** Address of the page that tells how far it is. */
	statusUrl: string;
}

/**
 * The automatic answer to whoever files a case. It acknowledges nothing: that takes a person. Nor does it repeat what was
 * said: anybody can give anybody's address, and would write to them in our name.
 */
export function receiptMail({ reference, organisation, statusUrl }: Receipted, locale: Locale): MailText {
	const said = ([zh, en]: Phrase): string => (locale === 'zh-CN' ? zh : en);
	const frame = { locale, organisation, footer: said(FOOTER), link: { url: statusUrl, label: said(LINK) } };
	return mailText({ subject: said(SUBJECT), text: said(TEXT) }, { reference }, frame);
}
