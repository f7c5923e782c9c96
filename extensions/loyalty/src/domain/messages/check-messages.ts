import { templateProblem } from '@guanxi/core/mail-text';
import type { LoyaltyProblem } from '../loyalty-words.ts';
import { MESSAGE_KINDS, namesOf, type MessageKind } from './member-message.ts';

const MOST_LENGTH = { subject: 200, text: 5000 };

/** Everything wrong with the messages of a program as somebody would save them; empty = they can be sent. */
export function checkMessages(given: unknown): LoyaltyProblem[] {
	const rows = given ?? [];
	if (!Array.isArray(rows)) return [{ field: 'messages', reason: 'not_a_list' }];
	const kinds = rows.map((row) => asRow(row)['kind']);
	return rows.flatMap((row, index) => checkMessage(asRow(row), { at: `messages.${index}`, isRepeated: kinds.indexOf(kinds[index]) < index }));
}

function checkMessage(row: Record<string, unknown>, { at, isRepeated }: { at: string; isRepeated: boolean }): LoyaltyProblem[] {
	const kind = MESSAGE_KINDS.find((one) => one === row['kind']);
	if (!kind) return [{ field: `${at}.kind`, reason: 'not_a_choice', params: { choices: MESSAGE_KINDS } }];
	if (isRepeated) return [{ field: `${at}.kind`, reason: 'repeated_message' }];
	return [...checkTemplate(kind, row['subject'], { field: `${at}.subject`, most: MOST_LENGTH.subject }), ...checkTemplate(kind, row['text'], { field: `${at}.text`, most: MOST_LENGTH.text })];
}

function checkTemplate(kind: MessageKind, template: unknown, { field, most }: { field: string; most: number }): LoyaltyProblem[] {
	if (template === null || template === undefined || template === '') return [];
	if (typeof template !== 'string') return [{ field, reason: 'not_text' }];
	if (template.length > most) return [{ field, reason: 'text_too_long', params: { most } }];
	const facts = namesOf(kind);
	const problem = templateProblem(template, facts);
	if (!problem) return [];
	if (problem.kind === 'broken') return [{ field, reason: 'broken_template', params: { what: problem.what } }];
	return [{ field, reason: 'unknown_placeholder', params: { name: problem.name, names: Object.keys(facts) } }];
}

const asRow = (value: unknown): Record<string, unknown> =>
	value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
