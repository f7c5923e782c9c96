import type { ProblemWords } from '@guanxi/core/problem';

/** What is refused about cases, and what people call their fields. */
export const CASE_WORDS = {
	reasons: {
		transition_not_allowed: [
			'现在的状态是“{state}”，不能转为“{to}”。可转为：{allowed}。',
			'The case is "{state}" and cannot become "{to}". It can become: {allowed}.',
		],
		guard_failed: ['{field}还不符合要求（未满足：{missing}）。请补充后再试。', '{field} is not in order yet (still open: {missing}). Complete it and try again.'],
		not_decidable: ['状态为“{state}”的投诉不能审批补救金额。', 'A case that is "{state}" takes no approval of a remedy.'],
		other_customer: ['{field}属于另一位客户，不能合并。', '{field} is a case of another customer, and the two stay apart.'],
		master_ended: ['{field}已结束（{state}），请选择未结束的投诉。', '{field} has ended ({state}). Choose a case that is open.'],
		unknown_complaint: ['{field}不是已有的投诉，请核对编号。', '{field} is no complaint that exists. Check the id.'],
	},
	fields: {
		severity: ['严重程度', 'Severity'],
		complexity: ['复杂程度', 'Complexity'],
		impact: ['影响范围', 'Impact'],
		immediate_action: ['立即措施', 'Immediate action'],
		assignee: ['处理人', 'Assignee'],
		about_user: ['被投诉员工', 'Colleague complained about'],
		decision: ['决定', 'Decision'],
		decision_reason: ['决定理由', 'Reason for the decision'],
		reason: ['理由', 'Reason'],
		compensation: ['补救金额', 'What the remedy costs'],
		approved_amount: ['批准金额', 'Approved amount'],
		approved_by: ['批准人', 'Approved by'],
		communicated_at: ['告知客户时间', 'When the customer was told'],
		recourse: ['其他救济途径', 'Other recourse'],
		root_cause: ['根因', 'Root cause'],
		external_body: ['外部机构', 'Outside body'],
		duplicate_of: ['与此重复', 'Duplicate of'],
		closed_at: ['结案时间', 'Closed'],
		into: ['并入的投诉', 'The case to merge into'],
		type: ['类别', 'Kind of case'],
	},
} as const satisfies ProblemWords;
