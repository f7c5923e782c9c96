import { expect, it } from 'vitest';
import { describeFailure } from './failure.ts';

const answer = (status: number, code: string, extensions = {}) => ({
	response: { status, data: { errors: [{ message: 'Told why.', extensions: { code, ...extensions } }] } },
});

it.each([
	['the role may not', answer(403, 'FORBIDDEN'), 'forbidden'],
	['nobody is logged in any more', answer(401, 'TOKEN_EXPIRED'), 'forbidden'],
	['no route: the plugin is switched off', answer(404, 'ROUTE_NOT_FOUND'), 'not-installed'],
	['no such model is an error, the plugin is there', answer(404, 'NOT_FOUND'), 'error'],
	['the server failed', answer(500, 'INTERNAL_SERVER_ERROR'), 'error'],
	['no answer at all', new Error('Network Error'), 'error'],
	['something thrown that is no error', undefined, 'error'],
])('%s', (_why, error, state) => {
	expect(describeFailure(error).state).toBe(state);
});

it('keeps the facts of the error, such as the field at fault', () => {
	const { reason, code, facts } = describeFailure(answer(400, 'INVALID_PAYLOAD', { field: 'classes.1.bound' }));
	expect({ reason, code, field: facts['field'] }).toEqual({
		reason: 'Told why.',
		code: 'INVALID_PAYLOAD',
		field: 'classes.1.bound',
	});
});
