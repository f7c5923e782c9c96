import { describe, expect, it } from 'vitest';
import { answerOf } from './command/run.ts';
import { refusal, type RefusalStatus } from './errors.ts';

const WORDS = { reasons: { too_many: ['{field}太多了，请减少。', '{field} is too many. Take fewer.'] } } as const;
const PROBLEM = { field: 'points', reason: 'too_many' } as const;

const told = (make: () => unknown): Record<string, unknown> => {
	try {
		return (make() as { extensions: Record<string, unknown> }).extensions;
	} catch (error) {
		return (error as { extensions: Record<string, unknown> }).extensions;
	}
};

describe('what a refusal tells programs', () => {
	it.each<{ status: RefusalStatus; field?: string }>([
		{ status: 400, field: 'points' },
		{ status: 409, field: 'points' },
		{ status: 422, field: 'points' },
		// Directus' import would make a 400 of it.
		{ status: 403 },
	])('$status: the field at fault is $field', ({ status, field }) => {
		const extensions = told(() => refusal(status, WORDS, PROBLEM));
		expect(extensions).toMatchObject({ reason: 'too_many', problems: [PROBLEM] });
		expect(extensions['field']).toBe(field);
	});

	it('that of a command too, beside its details', () => {
		const refused = { status: 409, ...PROBLEM, details: { left: 3 } } as const;
		expect(told(() => answerOf({ kind: 'refused', refusal: refused, words: WORDS, replayed: false }))).toMatchObject({ field: 'points', left: 3 });
	});
});
