import type { CutPoint, Units } from './cut-points.ts';
import type { ScoringModel } from './model.ts';

/** Everything that decides about a class, with classes as positions (0 = best). */
export interface Rules {
	codes: string[];
	cuts: CutPoint[];
	/** Class position → potential → resulting position; only cells that change the class. */
	matrix: Map<number, Map<string, number>>;
	/** Position an insolvent customer falls to at least; null = none. */
	risk: number | null;
	hasHysteresis: boolean;
}

/** How a customer got a class. Two customers with equal outcomes have equal reasons. */
export interface Outcome {
	/** Class by value alone. */
	base: number;
	/** After hysteresis. */
	held: number;
	/** The growth potential that changed the class, or null. */
	potential: string | null;
	/** After the potential matrix. */
	matched: number;
	/** True when insolvency lowered the class. */
	atRisk: boolean;
	final: number;
}

export interface CustomerFacts {
	value: Units;
	/** Class after hysteresis in the run before; null for a new customer. */
	previous: number | null;
	potential: string | null;
	isInsolvent: boolean;
}

export function rulesOf(model: ScoringModel, cuts: CutPoint[]): Rules {
	const codes = model.classes.map((item) => item.code);
	const matrix: Rules['matrix'] = new Map();
	for (const cell of model.potential_matrix) {
		const from = codes.indexOf(cell.class);
		const to = codes.indexOf(cell.result);
		if (from === to || from < 0 || to < 0) continue;
		const row = matrix.get(from) ?? new Map<string, number>();
		matrix.set(from, row.has(cell.potential) ? row : row.set(cell.potential, to));
	}
	const risk = model.risk_class === null ? -1 : codes.indexOf(model.risk_class);
	return { codes, cuts, matrix, risk: risk < 0 ? null : risk, hasHysteresis: model.hysteresis_percent > 0 };
}

/** The steps in their order: value, hysteresis, potential, risk. Risk never raises a class. */
export function decide(facts: CustomerFacts, rules: Rules): Outcome {
	const base = baseOf(facts.value, rules);
	const held = heldOf(facts, base, rules);
	const result = facts.potential === null ? undefined : rules.matrix.get(held)?.get(facts.potential);
	return outcome({ base, held, potential: result === undefined ? null : facts.potential }, facts.isInsolvent, rules);
}

/** Completes an outcome from its first steps; insolvency counts only where it lowers the class. */
export function outcome(
	steps: Pick<Outcome, 'base' | 'held' | 'potential'>,
	isInsolvent: boolean,
	rules: Rules,
): Outcome {
	const { held, potential } = steps;
	const matched = potential === null ? held : (rules.matrix.get(held)?.get(potential) ?? held);
	const atRisk = isInsolvent && rules.risk !== null && rules.risk > matched;
	return { ...steps, matched, atRisk, final: atRisk ? rules.risk! : matched };
}

/** The first class whose cut the value reaches; a value of 0 is always in the last class. */
export function baseOf(value: Units, { cuts }: Pick<Rules, 'cuts'>): number {
	const last = cuts.length - 1;
	if (value <= 0) return last;
	const found = cuts.findIndex(({ cut }) => cut !== null && value >= cut);
	return found < 0 ? last : found;
}

/**
 * Each bound is a step with play: who was above it before falls below it only past the relaxed bound. So a customer
 * who drops by several classes at once stops at the first class whose relaxed bound still holds. A rise is never
 * held back, and a value of 0 holds nothing.
 */
function heldOf({ value, previous }: CustomerFacts, base: number, { cuts, hasHysteresis }: Rules): number {
	if (!hasHysteresis || previous === null || previous >= base || value <= 0) return base;
	for (let index = previous; index < base; index++) {
		const { heldCut } = cuts[index]!;
		if (heldCut !== null && value >= heldCut) return index;
	}
	return base;
}

/** Every outcome that the rules can produce; few hundred at most. */
export function possibleOutcomes(rules: Rules): Outcome[] {
	const positions = rules.codes.map((_, index) => index);
	return positions.flatMap((base) =>
		positions
			.filter((held) => held === base || (rules.hasHysteresis && held < base))
			.flatMap((held) => [null, ...(rules.matrix.get(held)?.keys() ?? [])].map((potential) => ({ base, held, potential })))
			.flatMap((steps) => {
				const calm = outcome(steps, false, rules);
				const risky = outcome(steps, true, rules);
				return risky.atRisk ? [calm, risky] : [calm];
			}),
	);
}
