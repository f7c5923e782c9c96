import type { MailTemplate } from '@guanxi/core/mail-text';
import type { Locale, Phrase } from '@guanxi/core/words';
import type { MessageKind } from './member-message.ts';

/** What members read where the program has no words of its own; `{{ … }}` is filled in. */
const TEXTS: Record<MessageKind, { subject: Phrase; text: Phrase }> = {
	joined: {
		subject: ['欢迎加入{{ program }}', 'Welcome to {{ program }}'],
		text: [
			'{{ name }}，您好：\n\n您已加入{{ program }}，从现在起消费可累积{{ unit }}。',
			'Hello {{ name }},\n\nYou are now a member of {{ program }}. From now on your purchases earn {{ unit }}.',
		],
	},
	tier_reached: {
		subject: ['恭喜，您已成为{{ tier }}会员', 'You have reached {{ tier }}'],
		text: [
			'{{ name }}，您好：\n\n您在{{ program }}的等级已升为{{ tier }}。{% if date %}有效期至 {{ date }}。{% endif %}',
			'Hello {{ name }},\n\nYou have risen to {{ tier }} in {{ program }}.{% if date %} The tier is yours until {{ date }}.{% endif %}',
		],
	},
	tier_at_risk: {
		subject: ['您的{{ tier }}等级即将到期', 'Keep your tier {{ tier }}'],
		text: [
			'{{ name }}，您好：\n\n请在 {{ date }} 前再获得 {{ missing }} 成长值，即可保留{{ tier }}等级。',
			'Hello {{ name }},\n\nCollect {{ missing }} more growth value by {{ date }}, and you keep the tier {{ tier }}.',
		],
	},
	voucher_issued: {
		subject: ['您的兑换券：{{ reward }}', 'Your voucher for {{ reward }}'],
		text: [
			'{{ name }}，您好：\n\n您的“{{ reward }}”兑换券码为 {{ code }}，使用时请出示。{% if date %}有效期至 {{ date }}。{% endif %}',
			'Hello {{ name }},\n\nYour voucher for {{ reward }} has the code {{ code }}. Show it when you use it.{% if date %} It can be used until {{ date }}.{% endif %}',
		],
	},
	reward_given: {
		subject: ['送您一份礼品：{{ reward }}', 'A present for you: {{ reward }}'],
		text: [
			'{{ name }}，您好：\n\n{{ program }}送您一份“{{ reward }}”。券码为 {{ code }}，使用时请出示。{% if date %}有效期至 {{ date }}。{% endif %}',
			'Hello {{ name }},\n\n{{ program }} gives you a present: {{ reward }}. Its code is {{ code }}. Show it when you use it.{% if date %} It can be used until {{ date }}.{% endif %}',
		],
	},
	reward_available: {
		subject: ['您的{{ unit }}可以兑换“{{ reward }}”了', 'You can now get {{ reward }}'],
		text: [
			'{{ name }}，您好：\n\n您现在有 {{ points }} {{ unit }}，可以用 {{ price }} {{ unit }}兑换“{{ reward }}”。',
			'Hello {{ name }},\n\nYou have {{ points }} {{ unit }} now. That is enough for {{ reward }}, which takes {{ price }}.',
		],
	},
	points_expiring: {
		subject: ['{{ expiring }} {{ unit }}即将过期', '{{ expiring }} {{ unit }} are about to expire'],
		text: [
			'{{ name }}，您好：\n\n以下{{ unit }}即将过期（最后有效日）：\n\n{{ list }}\n\n您现在共有 {{ points }} {{ unit }}可用。',
			'Hello {{ name }},\n\nSome of your {{ unit }} are about to expire. The last days on which they can be spent:\n\n{{ list }}\n\nYou have {{ points }} {{ unit }} to spend now.',
		],
	},
};

const FOOTER: Phrase = [
	'您收到此邮件是因为您是“{program}”的会员。如不希望再收到此类邮件，请回复告知我们。',
	'You receive this mail as a member of “{program}”. If you want no such mails, reply and tell us so.',
];

const CARD: Phrase = ['查看会员卡', 'Your member card'];

const inLocale = (locale: Locale, [zh, en]: Phrase): string => (locale === 'zh-CN' ? zh : en);

export const defaultText = (kind: MessageKind, locale: Locale): MailTemplate => ({
	subject: inLocale(locale, TEXTS[kind].subject),
	text: inLocale(locale, TEXTS[kind].text),
});

export const cardLabel = (locale: Locale): string => inLocale(locale, CARD);
export const footerOf = (program: string, locale: Locale): string => inLocale(locale, FOOTER).replace('{program}', () => program);
