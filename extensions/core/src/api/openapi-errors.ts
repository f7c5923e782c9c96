/** What each status means, and the codes it comes with: ours, and those of Directus in front of us. */
const ERRORS: Record<number, { meaning: string; codes: string[] }> = {
	400: { meaning: 'The request is wrong; the message names the field.', codes: ['INVALID_PAYLOAD', 'INVALID_QUERY'] },
	401: { meaning: 'Not logged in.', codes: ['INVALID_CREDENTIALS', 'TOKEN_EXPIRED', 'USER_SUSPENDED', 'INVALID_IP'] },
	403: { meaning: 'Not allowed.', codes: ['FORBIDDEN', 'INVALID_TOKEN'] },
	404: { meaning: 'No such thing.', codes: ['NOT_FOUND'] },
	409: { meaning: 'Refused by the present state; `reason` tells why.', codes: ['CONFLICT'] },
	410: { meaning: 'No longer valid, such as a link that has run out.', codes: ['GONE'] },
	422: { meaning: 'Refused by a rule; `reason` tells which.', codes: ['UNPROCESSABLE_CONTENT'] },
	429: { meaning: 'Too many requests.', codes: ['REQUESTS_EXCEEDED'] },
};

/** Components of the document: one schema per status, so that a client knows the codes to expect. */
export function errorSchemas(): Record<string, object> {
	const byStatus = Object.entries(ERRORS).map(([status, { codes }]) => [`Error${status}`, errorSchema({ enum: codes })]);
	return { Error: errorSchema({}), ...Object.fromEntries(byStatus) };
}

export function errorAnswer(status: number): object {
	const known = ERRORS[status];
	const schema = { $ref: `#/components/schemas/${known ? `Error${status}` : 'Error'}` };
	return { description: known?.meaning ?? 'Refused.', content: { 'application/json': { schema } } };
}

/** What is wrong, one by one; `reason` and `field` beside it are those of the first. */
const PROBLEMS = {
	type: 'array',
	items: {
		type: 'object',
		required: ['reason'],
		properties: { field: { type: 'string' }, reason: { type: 'string' }, params: { type: 'object' } },
	},
};

function errorSchema(codes: object): object {
	const text = { type: 'string' };
	return {
		type: 'object',
		required: ['errors'],
		properties: {
			errors: {
				type: 'array',
				minItems: 1,
				items: {
					type: 'object',
					required: ['message', 'extensions'],
					properties: {
						message: { ...text, minLength: 1 },
						extensions: {
							type: 'object',
							required: ['code'],
							properties: { code: { ...text, ...codes }, reason: text, field: text, problems: PROBLEMS },
						},
					},
				},
			},
		},
	};
}
