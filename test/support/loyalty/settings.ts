import type { Program } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { REWARDS, type Reward } from '../../../extensions/loyalty/src/domain/rewards/reward.ts';
import type { StoredRule } from '../../../extensions/loyalty/src/domain/rules/stored-rule.ts';
import type { Rules } from './auditor-model.ts';
import { EVENT } from './auditor-presents.ts';
import type { MemoryLedger } from './memory-ledger.ts';
import { ruleOf } from './memory-rules.ts';
import { PROGRAM } from './scenario.ts';

/** What a simulation is about: the same in the words of the ledger and of the auditor. */
export interface Settings {
	program: Program;
	rules: Rules;
}

const GIFT = { points: 40, day: 60, budget: 2400 };
const REWARD = { points: 60, stock: 60, limit: 9, days: 30 };
const PLAIN: Rules = {
	pendingDays: 0, months: null, roundToMonthEnd: false, idleMonths: null, min: 1, step: 1, cap: Infinity, rate: 1, fixed: 0, recovery: 'other_lots',
	graceDays: null, gift: GIFT, reward: REWARD,
};

export const SETTINGS: Settings[] = [
	{ program: PROGRAM, rules: PLAIN },
	{
		program: {
			...PROGRAM, pending_days: 14, expiry_months: 6, expiry_round: 'month', redeem_min: 20, redeem_step: 5, earn_cap_points: 900, earn_cap_period: 'month',
			refund_recovery: 'debt', refund_grace_days: 30,
		},
		rules: { ...PLAIN, pendingDays: 14, months: 6, roundToMonthEnd: true, min: 20, step: 5, cap: 900, rate: 2, fixed: 5, recovery: 'debt', graceDays: 30 },
	},
	{
		program: { ...PROGRAM, pending_days: 3, expiry_months: 1, refund_recovery: 'forgive', refund_grace_days: 0 },
		rules: { ...PLAIN, pendingDays: 3, months: 1, rate: 3, recovery: 'forgive', graceDays: 0 },
	},
	{
		program: { ...PROGRAM, expiry_months: 5, inactivity_months: 1, inactivity_from: '2026-01-01' },
		rules: { ...PLAIN, months: 5, idleMonths: 1 },
	},
];

/** Ids that are the same wherever a program is simulated. */
export const ids = (program: string) => ({
	order: idOf(program, 1), fixed: idOf(program, 2), gift: idOf(program, 3), event: idOf(program, 4), reward: idOf(program, 5),
});

const idOf = (program: string, n: number): string => `${program.padEnd(24, '0').slice(0, 24).replace(/[^0-9a-f-]/g, 'a')}00000000000${n}`;

export function shopRules({ program, rules }: Settings): StoredRule[] {
	const { order, fixed, gift, event } = ids(program.id);
	const order_filter = { channel: { _eq: 'shop' } };
	return [
		ruleOf(program, { id: order, effect: 'per_amount', points: rules.rate, per_minor: 100, gives: 'both', order_filter }),
		...(rules.fixed > 0 ? [ruleOf(program, { id: fixed, points: rules.fixed, order_filter })] : []),
		ruleOf(program, { id: gift, trigger: 'manual', points: rules.gift.points, limit_customer_day: rules.gift.day, budget_points: rules.gift.budget }),
		ruleOf(program, { id: event, trigger: 'interaction', points: EVENT }),
	];
}

export const rewardOf = ({ program, rules: { reward } }: Settings): Reward => ({
	id: ids(program.id).reward, key: `reward-${program.id}`, name: 'Cup', description: null, image: null, program: program.id, status: 'active',
	points: reward.points, stock: reward.stock, limit_customer: reward.limit, eligibility: null, min_tier: null, starts_at: null, ends_at: null,
	voucher_days: reward.days,
});

/** Puts up what the shop gives. */
export function putRules(memory: MemoryLedger, settings: Settings): void {
	for (const rule of shopRules(settings)) memory.put('crm_loyalty_rules', { ...rule });
	memory.put(REWARDS, { ...rewardOf(settings), issued: 0 });
}
