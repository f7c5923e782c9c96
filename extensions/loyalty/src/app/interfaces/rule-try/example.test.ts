import { describe, expect, it } from 'vitest';
import type { SavedRule } from '../../shared/use-saved-rule.ts';
import { kindOf, listOf, questionOf } from './example.ts';

const RULE: SavedRule = {
	id: 'r', trigger: 'birthday', program: { key: 'club' }, interaction_kind: null, interaction_filter: null, referral_side: null, anniversary_year: null,
};
const EXAMPLE = { id: 'e', customer: { id: 'c', name: 'Ann' } };

describe('what a rule is tried on', () => {
	it.each([
		{ rule: { trigger: 'order_paid' }, kind: 'order', asks: { order: 'e' } },
		{ rule: {}, kind: 'member', asks: { event: { trigger: 'birthday' } } },
		{ rule: { trigger: 'anniversary', anniversary_year: 2 }, kind: 'member', asks: { event: { trigger: 'anniversary', anniversary_year: 2 } } },
		{ rule: { trigger: 'referral_qualified', referral_side: 'referee' }, kind: 'member', asks: { event: { trigger: 'referral_qualified', referral_side: 'referee' } } },
		{ rule: { trigger: 'interaction', interaction_kind: 'care' }, kind: 'member', asks: { event: { trigger: 'interaction', interaction_kind: 'care' } } },
		{ rule: { trigger: 'interaction', interaction_filter: { channel: { _eq: 'visit' } } }, kind: 'interaction', asks: { event: { trigger: 'interaction', interaction: 'e' } } },
	])('$rule: $kind', ({ rule, kind, asks }) => {
		const saved = { ...RULE, ...rule };
		expect(kindOf(saved)).toBe(kind);
		expect(questionOf(saved, EXAMPLE)).toEqual({ program: 'club', customer: 'c', rule: 'r', ...asks });
	});

	it('members of the rule’s program, and interactions of its kind', () => {
		expect(JSON.parse(String(listOf(RULE).params['filter']))).toMatchObject({ program: { key: { _eq: 'club' } }, status: { _neq: 'closed' } });
		const care = { ...RULE, trigger: 'interaction', interaction_kind: 'care', interaction_filter: { channel: { _eq: 'visit' } } };
		expect(JSON.parse(String(listOf(care).params['filter']))).toMatchObject({ kind: { _eq: 'care' } });
	});

	it('an order of nobody earns nothing', () => expect(questionOf(RULE, { ...EXAMPLE, customer: null })).toBeNull());
});
