import { CONDITION_WORDS } from '@guanxi/core/condition-words';
import type { ProblemWords } from '@guanxi/core/problem';

/** What is refused about routing rules. */
export const ROUTING_WORDS = {
	reasons: { ...CONDITION_WORDS.reasons },
	fields: {
		complaint_filter: ['哪些投诉', 'Which complaints'],
		customer_filter: ['哪些客户', 'Which customers'],
		order_filter: ['哪些订单', 'Which orders'],
	},
} as const satisfies ProblemWords;
