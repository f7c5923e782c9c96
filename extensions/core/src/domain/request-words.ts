import type { ProblemWords } from './problem.ts';

/** What any request can be refused for, whichever bundle answers it. */
export const REQUEST_WORDS = {
	reasons: {
		not_permitted: [
			'您没有执行此操作的权限，如有需要请联系管理员。',
			"You don't have permission to access this. Ask an administrator for it.",
		],
		not_found: ['找不到该{what}，可能已被删除。请刷新后再试。', '{what} was not found.'],
		not_as_described: ['{field}不符合要求：{what}。', '{field} does not fit: {what}.'],
		unreadable_characters: ['{field}含有无法保存的字符（NUL），请删除后再试。', '{field} has a character that cannot be stored (NUL). Take it out.'],
		body_not_json: ['{field}必须是 application/json。', '{field} must be application/json.'],
		key_missing: [
			'缺少请求头{field}：每个新请求都要带上一段新的随机文本。',
			'{field} is a required header: send a new random text with every new request.',
		],
		key_length: ['{field}必须是 1 到 255 个字符的文本。', '{field} must be a text of 1 to 255 characters.'],
		idempotency_mismatch: [
			'此 Idempotency-Key 已用于另一个请求，新请求请换用新的。',
			'This Idempotency-Key was used for another request. Send a new key with a new request.',
		],
		too_many_requests: [
			'请求过于频繁：每个地址每分钟最多 {limit} 次，请稍后再试。',
			'Too many requests: {limit} a minute are taken from one address. Try again later.',
		],
		link_unknown: [
			'链接不正确。请核对是否复制完整，或向我们索取新链接。',
			'This link is not known. Check that you have all of it, or ask us for a new one.',
		],
		link_over: ['该链接已失效，请向我们索取新链接。', 'This link is no longer valid. Ask us for a new one.'],
		body_too_large: ['{field}最多 {limit} 字节，请减少内容。', '{field} takes at most {limit} bytes. Send less.'],
		too_many_fields: ['{field}最多 {limit} 个字段，请减少内容。', '{field} takes at most {limit} fields. Send fewer.'],
		body_malformed: ['{field}无法读取，请重新提交。', '{field} cannot be read. Send it again.'],
		computed_rows: [
			'“{collection}”中的记录由插件“{plugin}”计算，不能手工增加、修改或删除。',
			'Rows of "{collection}" are computed by the plugin "{plugin}" and cannot be written.',
		],
		computed_field: [
			'{field}由插件“{plugin}”计算，不能手工填写，请去掉这一项。',
			'{field} is computed by the plugin "{plugin}" and cannot be written. Leave it out.',
		],
		append_only: [
			'“{collection}”是流水记录，只能新增，不能修改或删除。',
			'"{collection}" is a log: rows are added, never changed or deleted.',
		],
		not_usable: [
			'{field}所选的记录不存在，或您无权使用。请选择您能打开的记录。',
			'{field} does not exist or you have no permission to use it. Choose one that you can open.',
		],
		code_emptied: ['{field}不能清空：每位客户都要有编号。', '{field} cannot be emptied; every customer has a code.'],
	},
	fields: { code: ['客户编号', 'Customer code'] },
} as const satisfies ProblemWords;
