/** Where something loaded from the server stands. */
export type LoadState = 'loading' | 'ready' | 'empty' | 'error' | 'forbidden' | 'not-installed';

export interface Failure {
	state: Extract<LoadState, 'error' | 'forbidden' | 'not-installed'>;
	/** The server's own sentence; null when it said nothing. */
	reason: string | null;
	code: string | null;
	/** Facts of the error, such as the field at fault. */
	facts: Record<string, unknown>;
	status: number | null;
}

interface ServerError {
	message?: string;
	extensions?: { code?: string; reason?: string };
}

/**
 * What a failed request means to the person in front of it. An unknown route means that the plugin behind it is
 * switched off, which is not an error; a missing item is one.
 */
export function describeFailure(error: unknown): Failure {
	const { status, first, message } = read(error);
	const code = first?.extensions?.code ?? null;
	return { state: stateOf(status, code), reason: first?.message ?? message, code, facts: first?.extensions ?? {}, status };
}

function stateOf(status: number | null, code: string | null): Failure['state'] {
	if (status === 404 && code === 'ROUTE_NOT_FOUND') return 'not-installed';
	if (status === 401 || status === 403) return 'forbidden';
	return 'error';
}

function read(error: unknown): { status: number | null; first: ServerError | null; message: string | null } {
	const shape = error as { response?: { status?: number; data?: { errors?: ServerError[] } }; message?: string };
	return {
		status: shape?.response?.status ?? null,
		first: shape?.response?.data?.errors?.[0] ?? null,
		message: shape?.message ?? null,
	};
}
