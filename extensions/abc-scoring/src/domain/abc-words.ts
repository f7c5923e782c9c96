import { CONDITION_WORDS } from '@guanxi/core/condition-words';
import type { ProblemOf, ProblemWords } from '@guanxi/core/problem';

/** What scoring refuses, and what its form calls the settings. Read by the server and by the preview in the form. */
export const ABC_WORDS = {
	reasons: {
		...CONDITION_WORDS.reasons,
		not_a_key: [
			'{field}只能用字母、数字、连字符和下划线，最多 63 个字符。',
			'{field} must be a short name of letters, digits, - and _ (at most 63).',
		],
		not_a_choice: ['{field}必须是以下之一：{choices}。', '{field} must be one of {choices}.'],
		not_in_range: ['{field}必须是 {min} 到 {max} 的整数。', '{field} must be a whole number from {min} to {max}.'],
		not_a_percentage: ['{field}必须在 0 以上、100 以下。', '{field} must be at least 0 and below 100.'],
		not_a_filter: ['{field}的格式不正确，请重新选择条件。', '{field} must be a filter. Choose its conditions again.'],
		not_a_list: ['{field}必须是列表，请重新填写。', '{field} must be a list. Fill it in again.'],
		too_few_classes: ['{field}至少需要两级，请再添加。', '{field} must have at least two classes. Add one.'],
		too_many_classes: ['{field}最多 {max} 级，请删去多余的。', '{field} must have at most {max} classes. Remove some.'],
		not_a_code: [
			'{field}必须是最多 31 个字符的简短代码，例如 A。',
			'{field} must be a short code of at most 31 characters, such as A.',
		],
		repeated: ['{field}与“{value}”重复，请改成不同的。', '{field} repeats "{value}". Make it different.'],
		not_text: ['{field}必须是文字。', '{field} must be text.'],
		not_days: ['{field}必须是 1 以上的整数天。', '{field} must be a whole number of days, at least 1.'],
		bound_of_last: [
			'{field}必须留空：最后一级接收其余客户。',
			'{field} must be empty: the last class takes the rest.',
		],
		not_a_number: ['{field}必须填数字。', '{field} must be a number.'],
		not_a_value: ['{field}必须大于 0，且不超过 10 万亿。', '{field} must be above 0 (and at most 10 trillion).'],
		not_a_share: [
			'{field}必须是大于 0、不超过 1 的占比，例如 70% 写成 0.7。',
			'{field} must be a share above 0 and at most 1: write 0.7 for 70 %.',
		],
		bound_not_below: ['{field}必须小于上一等级的界线。', '{field} must be below the bound of the class before.'],
		bound_not_above: ['{field}必须大于上一等级的界线。', '{field} must be above the bound of the class before.'],
		unknown_class: ['{field}：等级“{code}”不存在，请选择已有的等级。', '{field} names an unknown class "{code}". Choose one of the list.'],
		schedule_parts: ['{field}必须由五或六段组成，请用选择器重新设置。', '{field} must have five or six parts. Set it again with the picker.'],
		not_a_schedule: ['{field}无法识别，请用选择器重新设置。', '{field} is not a valid cron expression. Set it again with the picker.'],
		primary_switched_off: [
			'{field}：不带客户条件的主模型不能停用。请先把另一个模型设为主模型。',
			'{field} must stay on for the primary model without a customer filter. Make another model the primary one first.',
		],
		primary_missing: [
			'{field}：必须保留一个不带客户条件的主模型，使每位客户都有等级。',
			'{field} needs one primary model without a customer filter, so that every customer gets a class.',
		],
		primary_twice: [
			'{field}：只能有一个不带客户条件的主模型，现在有 {keys}。要更换主模型，请打开另一个模型并点“设为主模型”。',
			'{field} allows only one primary model without a customer filter ({keys}). To exchange them, open the other one and press "Make it the primary model".',
		],
		model_not_named: ['{field}没有填写；请选择评分模型。', '{field} must name a scoring model.'],
		not_a_date: ['{field}必须是 ISO 日期或时刻，例如 2026-03-01。', '{field} must be an ISO date or instant, such as 2026-03-01.'],
		not_a_period: [
			'{field}必须是 ISO 日期或时刻，且开始早于结束。',
			'{field} must be an ISO date or instant, and from before to.',
		],
		already_running: [
			'此模型正在评分，请等本次运行结束。',
			'This model is being scored now. Wait until that run has finished.',
		],
		has_customer_filter: [
			'带客户条件的模型不能接收全部客户。请去掉条件，或在模型表单中打开“主模型”。',
			'A model with a customer filter cannot take every customer. Remove the filter, or switch on "primary" in its form.',
		],
		not_enabled: [
			'停用的模型不能设为主模型，请先启用它。',
			'A model that is switched off cannot be the primary one. Switch it on first.',
		],
	},
	fields: {
		key: ['标识', 'Key'],
		method: ['分级方法', 'Method'],
		basis: ['计算依据', 'Basis'],
		window_months: ['统计月数', 'Months counted'],
		hysteresis_percent: ['降级缓冲', 'Buffer before a fall'],
		customer_filter: ['哪些客户', 'Which customers'],
		order_filter: ['哪些订单', 'Which orders'],
		classes: ['等级', 'Classes'],
		'classes.*': ['第 {n} 个等级', 'class no. {n}'],
		'classes.*.code': ['第 {n} 个等级的代码', 'code of class no. {n}'],
		'classes.*.label': ['第 {n} 个等级的名称', 'label of class no. {n}'],
		'classes.*.color': ['第 {n} 个等级的颜色', 'colour of class no. {n}'],
		'classes.*.bound': ['第 {n} 个等级的界线', 'bound of class no. {n}'],
		'classes.*.touch': ['第 {n} 个等级的服务方式', 'touch of class no. {n}'],
		'classes.*.contact_every_days': ['第 {n} 个等级的联系间隔', 'contact interval of class no. {n}'],
		potential_matrix: ['按增长潜力调整', 'By growth potential'],
		'potential_matrix.*': ['第 {n} 条调整规则', 'rule no. {n}'],
		'potential_matrix.*.class': ['第 {n} 条调整规则的计算等级', 'computed class of rule no. {n}'],
		'potential_matrix.*.potential': ['第 {n} 条调整规则的增长潜力', 'growth potential of rule no. {n}'],
		'potential_matrix.*.result': ['第 {n} 条调整规则的结果', 'result of rule no. {n}'],
		risk_class: ['资不抵债时的等级', 'Class when insolvent'],
		schedule: ['运行计划', 'Schedule'],
		is_primary: ['主模型', 'Primary model'],
		enabled: ['启用', 'In use'],
		model: ['评分模型', 'Scoring model'],
		as_of: ['截止时点', 'As of'],
	},
} as const satisfies ProblemWords;

export type AbcProblem = ProblemOf<typeof ABC_WORDS>;

/** What people call what is not found. */
export const MODEL = ['评分模型', 'Scoring model'] as const;
export const CUSTOMER = ['客户', 'Customer'] as const;
