export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/**
 * The separator that the first line with text uses most outside quotes; a comma when it uses none.
 */
export function detectDelimiter(text: string): Delimiter {
	const line = text.split('\n', 100).find((each) => each.trim() !== '') ?? '';
	const open = line.replace(/"[^"]*"/g, '');
	let best: Delimiter = ',';
	for (const candidate of DELIMITERS) {
		if (count(open, candidate) > count(open, best)) best = candidate;
	}
	return best;
}

function count(text: string, candidate: string): number {
	return text.split(candidate).length - 1;
}
