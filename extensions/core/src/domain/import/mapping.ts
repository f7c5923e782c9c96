import { HEADER_NAMES, REQUIRED, TARGETS, type Target } from './targets.ts';

/** Position of the column that feeds each target. */
export type Mapping = Partial<Record<Target, number>>;
/** What the user asked for: target → header; an empty header means "leave this target out". */
export type WantedMapping = Partial<Record<Target, string>>;

export type MappingProblem =
	| { code: 'unknown_header'; target: Target; header: string; headers: string[] }
	| { code: 'header_twice'; target: Target; header: string; headers: string[] }
	| { code: 'column_missing'; target: Target; headers: string[] };

/**
 * Decides which column feeds which target: first what the user named, then well-known headers among
 * the columns that are left. Surprising: a header named by the user must exist exactly once, a
 * guess takes the first.
 */
export function resolveMapping(
	headers: string[],
	wanted: WantedMapping = {},
): { mapping: Mapping; problems: MappingProblem[] } {
	const keys = headers.map(headerKey);
	const mapping: Mapping = {};
	const problems: MappingProblem[] = [];
	for (const target of TARGETS) {
		const header = wanted[target];
		if (!header) continue;
		const places = positions(headers, keys, header);
		if (places.length === 1) mapping[target] = places[0];
		else problems.push({ code: places.length ? 'header_twice' : 'unknown_header', target, header, headers });
	}
	const taken = new Set(Object.values(mapping));
	for (const target of TARGETS) {
		if (wanted[target] !== undefined) continue;
		const place = guess(target, keys, taken);
		if (place === undefined) continue;
		mapping[target] = place;
		taken.add(place);
	}
	const named = new Set(problems.map(({ target }) => target));
	for (const target of REQUIRED) {
		if (mapping[target] === undefined && !named.has(target)) {
			problems.push({ code: 'column_missing', target, headers });
		}
	}
	return { mapping, problems };
}

/**
 * The header without what people vary: case, blanks, punctuation, a unit in brackets, full-width
 * forms.
 */
export function headerKey(header: string): string {
	const plain = header.normalize('NFKC').toLowerCase().replace(/\([^)]*\)|\[[^\]]*\]/g, '');
	const key = plain.replace(/[\s_\-./:#*'"]/g, '');
	return key || header.trim().toLowerCase();
}

/** The file's own headers by target, as the report and the upload page show them. */
export function describeMapping(
	headers: string[],
	mapping: Mapping,
): Partial<Record<Target, string>> {
	return Object.fromEntries(
		TARGETS.filter((target) => mapping[target] !== undefined).map((target) => [
			target,
			headers[mapping[target]!] ?? '',
		]),
	);
}

function positions(headers: string[], keys: string[], wanted: string): number[] {
	const exact = indexesOf(headers, (header) => header.trim() === wanted.trim());
	return exact.length ? exact : indexesOf(keys, (key) => key === headerKey(wanted));
}

function guess(target: Target, keys: string[], taken: Set<number | undefined>): number | undefined {
	for (const name of HEADER_NAMES[target]) {
		const place = keys.findIndex((key, index) => !taken.has(index) && key === headerKey(name));
		if (place >= 0) return place;
	}
	return undefined;
}

function indexesOf(list: string[], test: (item: string) => boolean): number[] {
	return list.flatMap((item, index) => (test(item) ? [index] : []));
}
