import type { ProblemWords } from './problem.ts';

/** What can be wrong with a stored filter. The field is a path into it: `_and.0.region._eq`. */
export const CONDITION_WORDS = {
	reasons: {
		not_a_condition: ['{field}不是有效的条件，请重新选择。', '{field} must be a condition. Choose it again.'],
		empty_condition: [
			'{field}不能是空条件；不需要筛选时请清空。',
			'{field} must not be empty. Add a condition, or leave the filter out to take all.',
		],
		no_conditions: ['{field}至少要有一个条件。', '{field} must list at least one condition.'],
		unknown_field: [
			'{field}：{collection} 中没有这个字段，可能已被删除或改名，请重新选择。',
			'{field} names no field of {collection}. It may have been removed or renamed; choose another one.',
		],
		nothing_compared: ['{field}缺少比较条件，请选择比较方式并填写内容。', '{field} must compare with something. Choose how, and with what.'],
		unknown_comparison: [
			'{field}：{type} 类型的字段不能这样比较，请换一种比较方式。',
			'{field} is no comparison for a field of type {type}. Choose another one.',
		],
		depends_on_user: [
			'{field}不能取决于当前登录的人，因为已保存的条件由系统运行；请填写固定的内容。',
			'{field} must not depend on who is logged in, because stored conditions run for nobody in particular. Write a fixed value.',
		],
		function_in_memory: [
			'{field}：此处的条件不能使用函数（如 year、count），请改用字段本身比较。',
			'{field}: conditions here know no functions such as year or count. Compare the field itself, for example with two dates.',
		],
		unusable_in_memory: [
			'{field}：此处的条件不能这样比较，请换一个字段或比较方式。',
			'{field} cannot be compared here. Choose another field or another comparison.',
		],
		more_than_one_in_list: [
			'{field}只能有一个条件；多个条件请直接写在列表字段下，不用 _some 或 _none。',
			'{field} can ask one thing only. To ask more of one entry, put the conditions under the list itself, without _some or _none.',
		],
		unfit_value: [
			'{field}的内容与 {type} 类型的字段不符，请重新填写。',
			'{field} must be a value that a field of type {type} can have. Enter it again.',
		],
		unusable_condition: ['{field}无法用于查询（{cause}），请修改条件。', '{field} cannot be used: {cause}. Change the condition.'],
	},
} as const satisfies ProblemWords;
