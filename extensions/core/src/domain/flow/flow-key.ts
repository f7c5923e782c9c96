/** What a Flow hands to its operations: the Flow itself, what set it off, and what each of its operations so far has answered. */
export interface FlowRun {
	flow?: { id: string; operation?: FlowStep | null } | undefined;
	data?: { $trigger?: unknown; [step: string]: unknown } | undefined;
}

/** An operation as it stands in the Flow, with those that may follow it. */
export interface FlowStep {
	id: string;
	/** Its answer is kept by this name. */
	key: string;
	type: string;
	resolve?: FlowStep | null;
	reject?: FlowStep | null;
}

export interface FlowRequest {
	/** The type of the operation. */
	type: string;
	/** The key that the administrator states. */
	stated: string | undefined;
	input: object;
}

/**
 * By what a command in a Flow is known when it comes again, or null where each run is a request of its own. A key that the administrator
 * states counts within the Flow. Without one, for a row that was created each operation counts once, however often its Flow is told; all else
 * may happen again.
 */
export function flowKey(run: FlowRun, { type, stated, input }: FlowRequest): string | null {
	const { flow, data } = run;
	const scope = flow?.id ?? 'flow';
	if (stated) return JSON.stringify([scope, 'key', stated]);
	const { event, key } = (data?.$trigger ?? {}) as { event?: unknown; key?: unknown };
	const isCreation = typeof event === 'string' && event.endsWith('.create') && (typeof key === 'string' || typeof key === 'number');
	return isCreation ? JSON.stringify([scope, runningStep(run, type), event, String(key), input]) : null;
}

/**
 * Directus tells an operation everything but which one it is: it is the first on the way through the Flow that has not answered yet. Of two that may follow
 * one, one runs. In a Flow that another Flow started the way is not known; there the number of answers says how far it is.
 */
function runningStep({ flow, data = {} }: FlowRun, type: string): string {
	let next = [flow?.operation];
	for (;;) {
		const answered = next.find((step) => step && step.key in data);
		if (!answered) break;
		next = [answered.resolve, answered.reject];
	}
	return next.find((step) => step?.type === type)?.id ?? `after ${Object.keys(data).length}`;
}
