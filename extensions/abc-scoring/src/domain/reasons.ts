import type { Outcome } from './classify.ts';

/** One step of a customer's classification as stored in `crm_customer_scores.reason`. */
export type Step =
	| { code: 'value'; class: string }
	| { code: 'held'; class: string }
	| { code: 'potential'; potential: string; from: string; to: string }
	| { code: 'risk'; from: string; to: string };

/**
 * The steps of an outcome. They carry classes only: amounts and bounds change with every run and are added when
 * somebody reads them, so that an unchanged customer stays an unchanged row.
 */
export function stepsOf(outcome: Outcome, codes: string[]): Step[] {
	const name = (position: number) => codes[position]!;
	const { base, held, potential, matched, atRisk, final } = outcome;
	const steps: Step[] = [{ code: 'value', class: name(base) }];
	if (held !== base) steps.push({ code: 'held', class: name(held) });
	if (potential !== null) steps.push({ code: 'potential', potential, from: name(held), to: name(matched) });
	if (atRisk) steps.push({ code: 'risk', from: name(matched), to: name(final) });
	return steps;
}

/**
 * Steps as stored text. Runs compare this text to see what changed, so it has one form: the one to which MySQL
 * normalises JSON (keys by length, then by letters; a space after comma and colon).
 */
export function storedText(steps: Step[]): string {
	const objects = steps.map((step) => {
		const entries = Object.entries(step).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
		return `{${entries.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ')}}`;
	});
	return `[${objects.join(', ')}]`;
}

/** The fragment of the stored text by which a held class is recognised after the model was edited. */
export function heldFragment(code: string): string {
	return storedText([{ code: 'held', class: code }]).slice(1, -1);
}

/** Reads stored reasons, parsed or as text; broken text reads as none. */
export function parseSteps(stored: unknown): Step[] {
	if (Array.isArray(stored)) return stored as Step[];
	try {
		const parsed: unknown = JSON.parse(String(stored));
		return Array.isArray(parsed) ? (parsed as Step[]) : [];
	} catch {
		return [];
	}
}
