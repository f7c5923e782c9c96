/**
 * Where a request has a text that PostgreSQL cannot store, because it has a NUL, such as `lines.0.note`; null when nowhere. A value that
 * is such a text itself is at "".
 */
export function unstorableText(value: unknown): string | null {
	if (typeof value === 'string') return value.includes('\u0000') ? '' : null;
	if (typeof value !== 'object' || value === null) return null;
	for (const [name, inner] of Object.entries(value)) {
		if (name.includes('\u0000')) return '';
		const found = unstorableText(inner);
		if (found !== null) return found === '' ? name : `${name}.${found}`;
	}
	return null;
}
