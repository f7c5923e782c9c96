/** What a Flow hands to its operations: the Flow itself, and what set it off. */
export interface FlowRun {
	flow?: { id: string } | undefined;
	data?: { $trigger?: unknown } | undefined;
}

/**
 * By what a movement in a Flow is known when it comes again, or null where each run is a request of its own. A key that the administrator
 * states counts within the Flow. Without one, a row is created once, however often its Flow is told; all else may happen again.
 */
export function flowKey({ flow, data }: FlowRun, stated: string | undefined, input: object): string | null {
	const scope = flow?.id ?? 'flow';
	if (stated) return JSON.stringify([scope, 'key', stated]);
	const { event, key } = (data?.$trigger ?? {}) as { event?: unknown; key?: unknown };
	const isCreation = typeof event === 'string' && event.endsWith('.create') && (typeof key === 'string' || typeof key === 'number');
	return isCreation ? JSON.stringify([scope, event, String(key), input]) : null;
}
