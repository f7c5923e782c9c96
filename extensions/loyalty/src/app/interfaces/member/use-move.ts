import { formatCount, formatMoney } from '@guanxi/core/app/format.ts';
import { useHomeCurrency } from '@guanxi/core/app/home-currency.ts';
import { useLocale } from '@guanxi/core/app/locale.ts';
import { useCommand } from '@guanxi/core/app/use-command.ts';
import { problemText } from '@guanxi/core/problem';
import { computed, ref } from 'vue';
import { LOYALTY_WORDS } from '../../../domain/loyalty-words.ts';
import { leftAfter, moveProblem, type MoveKind } from './move-problem.ts';
import type { ShownProgram } from './use-memberships.ts';

interface Move {
	kind: MoveKind;
	account: string;
	program: ShownProgram;
	available: number;
	debt: number;
	unit: string;
}

/** Redeeming or correcting points by hand: what will happen in words, what is in the way, and what has happened. */
export function useMove(move: Move) {
	const { locale, t } = useLocale({
		redeem: ['将扣减 {n} {unit}，剩余 {left}。', '{n} {unit} are taken; {left} are left.'],
		worth: ['约值 {money}。', 'They are worth about {money}.'],
		repay: ['将增加 {n} {unit}，先抵偿欠分 {debt}，之后可用 {left}。', '{n} {unit} are given. They repay the debt of {debt} first; {left} can be spent then.'],
		give: ['将增加 {n} {unit}，共有 {left}。立即可用。', '{n} {unit} are given, which makes {left}. They can be spent at once.'],
		take: ['将扣减 {n} {unit}，剩余 {left}。', '{n} {unit} are taken; {left} are left.'],
		redeemed: ['已兑换 {n} {unit}，剩余 {left}。', 'Redeemed {n} {unit}; {left} are left.'],
		adjusted: ['已调整 {n} {unit}，现有 {left}。', 'Adjusted by {n} {unit}; {left} are there now.'],
		whole: ['请填写整数。', 'Enter a whole number.'],
		why: ['请填写原因，以便日后查对。', 'Say why, for whoever looks at it later.'],
	});
	const points = ref<number | string | null>(null);
	const reason = ref<string | null>(null);
	const command = useCommand<{ points: number; available: number }>(() => `/crm/loyalty/accounts/${move.account}/${move.kind}`);
	const currency = useHomeCurrency();

	const count = (n: number): string => formatCount(n, locale.value);
	const isRedemption = move.kind === 'redemptions';
	const amount = computed(() => (points.value === null || points.value === '' ? null : Number(points.value)));
	const said = computed(() => reason.value?.trim() ?? '');
	const problem = computed(() => {
		if (amount.value === null) return null;
		if (!Number.isSafeInteger(amount.value)) return t('whole');
		const wrong = moveProblem(move.kind, amount.value, move);
		return wrong && problemText(wrong, LOYALTY_WORDS, locale.value);
	});
	const missing = computed(() => (!isRedemption && amount.value !== null && problem.value === null && said.value === '' ? t('why') : null));
	const what = computed(() => {
		if (amount.value === null || problem.value !== null) return null;
		const left = count(leftAfter(move.kind, amount.value, move));
		const facts = { n: count(Math.abs(amount.value)), unit: move.unit, left, debt: count(move.debt) };
		if (!isRedemption && amount.value > 0 && move.debt > 0) return t('repay', facts);
		if (!isRedemption) return t(amount.value > 0 ? 'give' : 'take', facts);
		const worth = Number(move.program.point_value ?? 0) * amount.value;
		const money = worth > 0 && currency.value ? t('worth', { money: formatMoney(Math.round(worth * 100) / 100, locale.value, { currency: currency.value }) }) : '';
		return [t('redeem', facts), money].filter(Boolean).join(locale.value === 'zh-CN' ? '' : ' ');
	});
	const done = computed(() => {
		if (!command.answer.value) return null;
		const { points: moved, available } = command.answer.value;
		return t(isRedemption ? 'redeemed' : 'adjusted', { n: count(moved), unit: move.unit, left: count(available) });
	});
	const body = computed(() => {
		if (amount.value === null || problem.value !== null || missing.value !== null) return null;
		return { points: amount.value, ...(said.value === '' ? {} : { reason: said.value }) };
	});
	const hint = computed(() => problem.value ?? missing.value);
	return { points, reason, command, hint, what, done, body };
}
