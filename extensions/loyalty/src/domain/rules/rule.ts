/** What may earn points. */
export const TRIGGERS = [
	'order_paid', 'enrolment', 'birthday', 'anniversary', 'interaction', 'survey_completed', 'referral_qualified', 'manual',
] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** A referral earns on both sides: for who recommended us, and for who came. */
export const REFERRAL_SIDES = ['referrer', 'referee'] as const;
export type ReferralSide = (typeof REFERRAL_SIDES)[number];

/** A published version never changes: entries name the version that gave them. */
export interface Rule {
	id: string;
	key: string;
	version: number;
	status: 'draft' | 'active' | 'paused' | 'ended';
	trigger: Trigger;
	effect: Effect;
	/** Points to spend, growth value for tiers, or both. */
	gives: 'points' | 'tier_points' | 'both';
	/** 1 comes before 2. Decides only for exclusive rules and between equals. */
	priority: number;
	/** Of the rules that apply in one group only the best one counts. */
	stack_group: string | null;
	/** Where it applies, rules of a later priority do not. */
	exclusive: boolean;
	/** It holds for what happened in [starts_at, ends_at), whenever that is reckoned. */
	starts_at: Date | null;
	ends_at: Date | null;
}

export type Effect =
	| { kind: 'fixed'; points: number }
	/** `points` for every `per_minor` of the amount; parts count in proportion, and only the total is rounded. */
	| { kind: 'per_amount'; points: number; per_minor: number }
	/** 200 doubles what the others give. Several add up: 150 and 200 make 250. */
	| { kind: 'multiplier'; percent: number }
	/** A voucher for a reward, by its id. */
	| { kind: 'reward'; reward: string };

/** Something that happened to a customer and may earn points. */
export interface RuleEvent {
	trigger: Trigger;
	at: Date;
	/** What was bought, in minor units of the program's currency; empty for events without an amount. */
	lines: { line: string; amountMinor: number }[];
}

export type Rounding = 'floor' | 'half_up';
