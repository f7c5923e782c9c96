import { sentence, type Locale, type Words } from '@guanxi/core/words';
import type { Award } from './evaluate.ts';
import type { Rule } from './rule.ts';

type Told = Award['explanation'][number];

const OUTCOME_WORDS = {
	points: ['适用：{points} 积分。', 'Applies: {points} points.'],
	tier_points: ['适用：{tierPoints} 成长值。', 'Applies: {tierPoints} of growth value.'],
	both: ['适用：{points} 积分，{tierPoints} 成长值。', 'Applies: {points} points and {tierPoints} of growth value.'],
	reward: ['适用：赠送礼品“{reward}”。', 'Applies: gives the reward "{reward}".'],
	not_matched: ['不适用：条件不符合。', 'Does not apply: its conditions do not hold.'],
	other_trigger: ['不适用：针对其他事件。', 'Does not apply: it is for something else that happens.'],
	draft: ['不适用：仍是草稿。', 'Does not apply: it is a draft.'],
	paused: ['不适用：已暂停。', 'Does not apply: it is paused.'],
	ended: ['不适用：已结束。', 'Does not apply: it has ended.'],
	not_yet: ['不适用：当时尚未开始。', 'Does not apply: it had not begun at that time.'],
	over: ['不适用：当时已过期。', 'Does not apply: it was over at that time.'],
	outdone: ['不计入：同组的“{by}”给得更多。', 'Does not count: "{by}" of the same group gives more.'],
	stopped: ['不计入：“{by}”是独占规则。', 'Does not count: "{by}" is exclusive and comes first.'],
} as const satisfies Words;

interface OutcomeFacts {
	points: number;
	tierPoints: number;
	/** Name of the rule that outdid or stopped it. */
	by: string;
	/** Name of the reward that it gives. */
	reward: string;
	at: Date;
}

/** What became of a rule, in a sentence for whoever edits it. */
export function outcomeText({ rule, outcome, by }: Told, facts: OutcomeFacts, locale: Locale): string {
	const given = rule.effect.kind === 'reward' ? 'reward' : rule.gives;
	const key = outcome === 'applied' ? given : outcome === 'not_in_force' ? whyNotInForce(rule, facts.at) : outcome;
	const number = (value: number): string => value.toLocaleString(locale);
	return sentence(OUTCOME_WORDS[key], locale, {
		points: number(facts.points),
		tierPoints: number(facts.tierPoints),
		by: by ? facts.by : '',
		reward: facts.reward,
	});
}

function whyNotInForce({ status, starts_at }: Rule, at: Date): 'draft' | 'paused' | 'ended' | 'not_yet' | 'over' {
	if (status !== 'active') return status;
	return starts_at !== null && at < starts_at ? 'not_yet' : 'over';
}
