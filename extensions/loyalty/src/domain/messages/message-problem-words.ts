import type { ProblemWords } from '@guanxi/core/problem';

/** What is refused about messages to members; part of `LOYALTY_WORDS`. */
export const MESSAGE_WORDS = {
	reasons: {
		repeated_message: ['{field}与前面的通知重复，请只保留一条。', '{field} is that of an earlier row. Keep one of them.'],
		text_too_long: ['{field}最多 {most} 个字，请缩短。', '{field} takes at most {most} characters. Make it shorter.'],
		unknown_placeholder: ['{field}中的“{name}”不是可用的占位符，可用：{names}。', '{field} names "{name}", which is no placeholder. There are: {names}.'],
		broken_template: ['{field}中的占位符写法有误（{what}），请改正。', 'The placeholders of {field} cannot be read ({what}). Mend them.'],
	},
	fields: {
		messages: ['会员通知', 'Messages to members'],
		'messages.*.kind': ['第 {n} 条通知的类型', 'kind of message no. {n}'],
		'messages.*.subject': ['第 {n} 条通知的主题', 'subject of message no. {n}'],
		'messages.*.text': ['第 {n} 条通知的正文', 'text of message no. {n}'],
	},
} as const satisfies ProblemWords;
