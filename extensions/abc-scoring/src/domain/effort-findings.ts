import type { Effort, EffortClass } from './effort.ts';
import type { Locale } from './reason-text.ts';

/**
 * Limits proposed in the scoring study (design/scoring.md 4.9): the best class gets less than two thirds of its share
 * of value, or the last class more than one and a half times its share. Below 30 interactions chance decides.
 */
export const NEGLECTED_BELOW = 0.67;
export const WASTED_ABOVE = 1.5;
export const MIN_INTERACTIONS = 30;

export type Finding =
	| { code: 'too_few_interactions'; interactions: number; minimum: number }
	| { code: 'best_class_neglected' | 'last_class_overserved'; class: string; staff_share: number; value_share: number }
	| { code: 'balanced' };

/** What a sales manager should notice; at least one finding, so that silence never looks like an error. */
export function findingsOf(effort: Effort): Finding[] {
	if (effort.interactions < MIN_INTERACTIONS) {
		return [{ code: 'too_few_interactions', interactions: effort.interactions, minimum: MIN_INTERACTIONS }];
	}
	const best = effort.classes[0];
	const last = effort.classes[effort.classes.length - 1];
	const findings: Finding[] = [];
	if (last && isOverserved(last)) findings.push(describe('last_class_overserved', last));
	if (best && best.effort_index !== null && best.effort_index < NEGLECTED_BELOW) {
		findings.push(describe('best_class_neglected', best));
	}
	return findings.length > 0 ? findings : [{ code: 'balanced' }];
}

/** A last class without any value has no index, but work on it still costs people. */
function isOverserved({ effort_index: index, staff_share: staff }: EffortClass): boolean {
	return index === null ? staff > 0 : index > WASTED_ABOVE;
}

function describe(
	code: 'best_class_neglected' | 'last_class_overserved',
	{ code: name, staff_share, value_share }: EffortClass,
): Finding {
	return { code, class: name, staff_share, value_share };
}

/** The finding as a sentence, such as "60 % of the sales team works on class C, which brings 10 % of turnover". */
export function findingText(finding: Finding, locale: Locale, basis: 'turnover' | 'order_count' = 'turnover'): string {
	return locale === 'zh-CN' ? chinese(finding, basis) : english(finding, basis);
}

function chinese(finding: Finding, basis: string): string {
	const value = basis === 'turnover' ? '成交额' : '订单';
	switch (finding.code) {
		case 'too_few_interactions':
			return `只有 ${finding.interactions} 次互动，少于 ${finding.minimum} 次，不足以下结论。`;
		case 'last_class_overserved':
			return `${percent(finding.staff_share)} 的销售力量用在 ${finding.class} 级客户上，而他们只带来 ${percent(finding.value_share)} 的${value}。`;
		case 'best_class_neglected':
			return `${finding.class} 级客户带来 ${percent(finding.value_share)} 的${value}，却只得到 ${percent(finding.staff_share)} 的销售力量。`;
		case 'balanced':
			return '精力分配与客户价值相符。';
	}
}

function english(finding: Finding, basis: string): string {
	const value = basis === 'turnover' ? 'turnover' : 'orders';
	switch (finding.code) {
		case 'too_few_interactions':
			return `Only ${finding.interactions} interactions, fewer than ${finding.minimum}: too few to judge.`;
		case 'last_class_overserved':
			return `${percent(finding.staff_share, ' ')} of the sales team works on class ${finding.class}, which brings ${percent(finding.value_share, ' ')} of ${value}.`;
		case 'best_class_neglected':
			return `Class ${finding.class} brings ${percent(finding.value_share, ' ')} of ${value} but gets only ${percent(finding.staff_share, ' ')} of the sales team.`;
		case 'balanced':
			return 'Effort goes where the value comes from.';
	}
}

function percent(share: number, gap = ''): string {
	const value = share * 100;
	return `${value >= 10 || value === 0 ? Math.round(value) : Math.round(value * 10) / 10}${gap}%`;
}
