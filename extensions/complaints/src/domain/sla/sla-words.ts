import { CONDITION_WORDS } from '@guanxi/core/condition-words';
import type { ProblemOf, ProblemWords } from '@guanxi/core/problem';

export const SLA_WORDS = {
	reasons: {
		...CONDITION_WORDS.reasons,
		not_a_list: ['{field}必须是列表。', '{field} must be a list.'],
		unknown_choice: ['{field}必须是以下之一：{choices}。', '{field} must be one of {choices}.'],
		not_a_whole_number: ['{field}必须是 {min} 到 {max} 的整数。', '{field} must be a whole number from {min} to {max}.'],
		legal_metric: ['{field}：法定时限只能用于依据为“法律”的政策，反之亦然。', '{field}: limits of the law belong to a policy by law, and only there.'],
		legal_pauses: ['{field}：法定时限不能暂停，请取消勾选。', '{field}: what the law demands is not paused. Take the tick off.'],
		not_yes_or_no: ['{field}只能是“是”或“否”。', '{field} is yes or no.'],
		repeat_incomplete: ['{field}：重复时请同时填写间隔和次数。', '{field}: to repeat, fill in both how often and how many times.'],
		repeated_target: ['{field}：此时限与严重程度已在前面设定。', '{field}: an earlier line sets this time for the same severity.'],
	},
	fields: {
		targets: ['时限', 'Limits'],
		'targets.*.metric': ['第 {n} 行的时限', 'limit of line {n}'],
		'targets.*.severity': ['第 {n} 行的严重程度', 'severity of line {n}'],
		'targets.*.amount': ['第 {n} 行的时长', 'time of line {n}'],
		'targets.*.unit': ['第 {n} 行的单位', 'unit of line {n}'],
		'targets.*.pauses': ['第 {n} 行的暂停', 'pause of line {n}'],
		steps: ['升级步骤', 'Steps'],
		'steps.*.metric': ['第 {n} 步的时限', 'limit of step {n}'],
		'steps.*.when': ['第 {n} 步的时机', 'time of step {n}'],
		'steps.*.amount': ['第 {n} 步的数值', 'number of step {n}'],
		'steps.*.minutes': ['第 {n} 步的计时方式', 'kind of minutes of step {n}'],
		'steps.*.does': ['第 {n} 步的措施', 'what step {n} does'],
		'steps.*.urgent': ['第 {n} 步的紧急', 'urgency of step {n}'],
		'steps.*.repeat_every': ['第 {n} 步的重复', 'repetition of step {n}'],
		complaint_filter: ['哪些投诉', 'Which complaints'],
		customer_filter: ['哪些客户', 'Which customers'],
		basis: ['依据', 'Basis'],
	},
} as const satisfies ProblemWords;

export type SlaProblem = ProblemOf<typeof SLA_WORDS>;
