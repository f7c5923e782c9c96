import { refusal } from '@guanxi/core/http';
import { LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import { checkMessages } from '../../domain/messages/check-messages.ts';
import type { Row } from '../ledger/rows.ts';

/** Refuses messages that could not be sent: a placeholder that nothing fills in would be found out by members. */
export function checkProgramMessages(payload: Row): void {
	if (!('messages' in payload)) return;
	const problems = checkMessages(payload['messages']);
	if (problems.length > 0) throw refusal(400, LOYALTY_WORDS, problems);
}
