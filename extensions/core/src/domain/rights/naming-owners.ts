type Rule = Record<string, unknown> | null | undefined;

/**
 * Whether somebody may make `owner` the owner of a customer. Whoever sees customers only because they own them can
 * neither give one away nor leave one to nobody: they would lose sight of it. Rules about anything else (a region, say)
 * do not bind the choice of the owner.
 */
export function mayNameOwner({ owner, caller, rules }: { owner: unknown; caller: string; rules: Rule[] }): boolean {
	const isBound = rules.length > 0 && rules.every((rule) => mentions(rule, 'owner'));
	return !isBound || owner === caller;
}

/** Groups are searched, relations are not: the owner of the parent company is somebody else's business. */
function mentions(rule: unknown, field: string): boolean {
	if (Array.isArray(rule)) return rule.some((part) => mentions(part, field));
	if (typeof rule !== 'object' || rule === null) return false;
	return Object.entries(rule).some(
		([name, part]) => name === field || ((name === '_and' || name === '_or') && mentions(part, field)),
	);
}
