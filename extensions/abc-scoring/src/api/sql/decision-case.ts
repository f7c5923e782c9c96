import { outcome, possibleOutcomes, type Outcome, type Rules } from '../../domain/classify.ts';
import { POTENTIALS } from '../../domain/model.ts';
import { stepsOf, storedText } from '../../domain/reasons.ts';

/** Work tables know growth potential and class positions as small numbers; these are their columns. */
export interface DecisionColumns {
	value: string;
	/** Class position after hysteresis in the run before; null for new customers. */
	held: string;
	potential: string;
	risk: string;
}

/** An outcome as stored in work tables: one number for all steps, whose remainder by 16 is the final class. */
export interface NumberedOutcome {
	number: number;
	base: string;
	held: number;
	class: string;
	reason: string;
}

const CLASS_BITS = 16;

/** The final class of a numbered outcome, in SQL. */
export const finalOf = (numberExpression: string): string => `(${numberExpression}) % ${CLASS_BITS}`;

/** 0 = none, then low, medium, high. */
export function potentialNumber(potential: string | null): number {
	return potential === null ? 0 : POTENTIALS.indexOf(potential as never) + 1;
}

export function numberOf(item: Outcome): number {
	const steps = ((item.base * CLASS_BITS + item.held) * 4 + potentialNumber(item.potential)) * 2 + (item.atRisk ? 1 : 0);
	return steps * CLASS_BITS + item.final;
}

export function numberedOutcomes(rules: Rules): NumberedOutcome[] {
	return possibleOutcomes(rules).map((item) => ({
		number: numberOf(item),
		base: rules.codes[item.base]!,
		held: item.held,
		class: rules.codes[item.final]!,
		reason: storedText(stepsOf(item, rules.codes)),
	}));
}

/**
 * The whole classification as one CASE of literals: no join, no window, the same on every database. `leaf` says what
 * stands at the end of each path. It is the twin of `decide` in the domain; a property test holds them together.
 */
export function decisionCase(rules: Rules, columns: DecisionColumns, leaf: (item: Outcome) => number): string {
	const last = rules.cuts.length - 1;
	const arms = rules.cuts.flatMap(({ cut }, base) =>
		cut === null ? [] : [`WHEN ${columns.value} >= ${cut} THEN ${heldCase(base)}`],
	);
	const rest = heldCase(last);
	return arms.length === 0 ? rest : `CASE ${arms.join(' ')} ELSE ${rest} END`;

	function heldCase(base: number): string {
		const pure = potentialCase(base, base);
		if (!rules.hasHysteresis || base === 0) return pure;
		const arms = rules.cuts.slice(0, base).flatMap(({ heldCut }, index) => {
			if (heldCut === null) return [];
			const condition = `${columns.held} <= ${index} AND ${columns.value} >= ${Math.max(1, heldCut)}`;
			return [`WHEN ${condition} THEN ${potentialCase(base, index)}`];
		});
		return arms.length === 0 ? pure : `CASE ${arms.join(' ')} ELSE ${pure} END`;
	}

	function potentialCase(base: number, held: number): string {
		const calm = riskCase({ base, held, potential: null });
		const arms = [...(rules.matrix.get(held)?.keys() ?? [])].map((potential) => {
			const result = riskCase({ base, held, potential });
			return `WHEN ${columns.potential} = ${potentialNumber(potential)} THEN ${result}`;
		});
		return arms.length === 0 ? calm : `CASE ${arms.join(' ')} ELSE ${calm} END`;
	}

	function riskCase(steps: Pick<Outcome, 'base' | 'held' | 'potential'>): string {
		const calm = outcome(steps, false, rules);
		const risky = outcome(steps, true, rules);
		if (!risky.atRisk) return String(leaf(calm));
		return `CASE WHEN ${columns.risk} = 1 THEN ${leaf(risky)} ELSE ${leaf(calm)} END`;
	}
}
