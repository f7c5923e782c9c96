import { check, label, text } from '../fields.ts';
import type { FieldSpec } from '../model.ts';

/** Phone, e-mail and WeChat, as customers and contacts share them. */
export const reach = (group?: string): FieldSpec[] => [
	text('phone', label('电话', 'Phone'), {
		group,
		maxLength: 60,
		index: true,
		options: { iconLeft: 'call', trim: true },
		note: label('可带区号和分机，例如 010-8888 6666 转 12。', 'With area code and extension if there is one, e.g. +86 10 8888 6666 ext. 12.'),
		// Lenient on purpose: an odd but real number must not stop a sale.
		validation: check(
			'phone',
			[{ _regex: '^$|^[+(（0-9][-0-9 ()（）+./,;、，；#*a-zA-Z转分机－]{2,59}$' }],
			label(
				'这不像电话号码。请填数字，可带区号、空格、括号、连字符和分机。',
				'This does not look like a phone number. Use digits; area code, spaces, brackets, hyphens and an extension are fine.',
			),
		),
	}),
	text('email', label('电子邮箱', 'E-mail'), {
		group,
		maxLength: 254,
		index: true,
		options: { iconLeft: 'mail', trim: true },
		validation: check(
			'email',
			[{ _regex: '^$|^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$' }],
			label(
				'电子邮箱格式不对。请检查是否有多余的空格，以及域名是否完整。',
				'This is not a complete e-mail address. Look for a stray space or a missing domain.',
			),
		),
	}),
	text('wechat', label('微信号', 'WeChat'), { group, maxLength: 60, options: { iconLeft: 'chat', trim: true } }),
];
