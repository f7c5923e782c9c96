import { formatCount, formatDate } from '@guanxi/core/app/format.ts';
import { useLocale } from '@guanxi/core/app/locale.ts';
import { onChanged } from '@guanxi/core/app/topics.ts';
import { useEndpoint } from '@guanxi/core/app/use-endpoint.ts';
import { computed } from 'vue';
import type { z } from 'zod';
import type { AccountAnswer } from '../../../contract/answers.ts';
import { NEVER } from '../../../domain/validity/days.ts';
import { unitOf } from '../../../domain/unit.ts';
import { POINTS } from '../../shared/topics.ts';
import type { ShownProgram } from './use-memberships.ts';

type Account = z.output<typeof AccountAnswer>;

/** What goes first is what people ask about. */
const LOTS = 6;

/** What a member has, in words. */
export function useMember(id: () => string, program: () => ShownProgram) {
	const { locale, t } = useLocale({
		pending: ['待生效', 'Pending'],
		held: ['冻结', 'On hold'],
		debt: ['欠分', 'Debt'],
		none: ['未定级', 'No tier'],
		rise: ['再得 {n} 成长值升为“{tier}”', '{n} more growth value to reach {tier}'],
		top: ['已是最高等级', 'The highest tier'],
		keep: ['等级有效期至 {day}，还需 {n} 成长值保级', 'Lasts until {day}; {n} more growth value keeps it'],
		kept: ['等级有效期至 {day}，已达到保级要求', 'Lasts until {day}; enough to keep it'],
		risk: ['宽限期内：还需 {n} 成长值，否则降级', 'In days of grace: {n} more growth value, or the tier is lost'],
		expires: ['{n} {unit}最后可用日为 {day}', '{n} {unit}, last day {day}'],
		forever: ['{n} {unit}永不过期', '{n} {unit} never expire'],
		rest: ['另有 {n} 批，共 {sum} {unit}', '{n} more lot with {sum} {unit} | {n} more lots with {sum} {unit}'],
		waits: ['{n} {unit}自 {day} 起可用', '{n} {unit} can be spent from {day}'],
		locked: ['等级由人工设定，到 {day} 为止', 'Set by hand until {day}'],
		frozen: ['账户已锁定，{unit}不能变动。核对无误后可解除锁定。', 'The account is frozen: no {unit} move until somebody who may has looked at it and unfreezes it.'],
		closed: ['账户已并入另一账户。', 'The account was merged into another one.'],
	});
	const { data, state, reason, reload } = useEndpoint<Account>(() => `/crm/loyalty/accounts/${id()}`);
	onChanged(POINTS, reload);

	const unit = computed(() => unitOf(program().unit_name, locale.value));
	const count = (n: number): string => formatCount(n, locale.value);
	const day = (text: string): string => formatDate(`${text}T00:00:00Z`, locale.value, 'UTC');
	const nameOf = (key: string): string => program().tiers?.find((tier) => tier.key === key)?.name ?? key;
	const color = computed(() => program().tiers?.find(({ key }) => key === data.value?.tier)?.color ?? null);

	const asides = computed(() =>
		(['pending', 'held', 'debt'] as const).filter((name) => (data.value?.[name] ?? 0) > 0).map((name) => ({ label: t(name), figure: count(data.value![name]) })),
	);
	const still = computed(() => (data.value?.status === 'frozen' || data.value?.status === 'closed' ? t(data.value.status, { unit: unit.value }) : null));
	const tier = computed(() => {
		const account = data.value;
		if (!account || !program().tiers?.length) return null;
		const { next_tier: next, points_to_next_tier: missing, tier_points: growth } = account;
		return {
			name: account.tier === null ? t('none') : nameOf(account.tier),
			color: color.value,
			share: missing === null ? 1 : growth / Math.max(1, growth + missing),
			next: next === null ? t('top') : t('rise', { n: count(missing!), tier: nameOf(next) }),
			keep: keepText(account),
			locked: account.tier_locked_until === null ? '' : t('locked', { day: day(account.tier_locked_until) }),
			isAtRisk: account.tier_at_risk,
		};
	});
	const lots = computed(() =>
		(data.value?.lots ?? []).slice(0, LOTS).map((lot) => {
			const facts = { n: count(lot.open_points), unit: unit.value };
			if (lot.status === 'pending') return { id: lot.id, icon: 'hourglass_top', text: t('waits', { ...facts, day: day(lot.available_on) }) };
			if (lot.expires_on === NEVER) return { id: lot.id, icon: 'all_inclusive', text: t('forever', facts) };
			return { id: lot.id, icon: 'event', text: t('expires', { ...facts, day: day(lot.expires_on) }) };
		}),
	);

	const rest = computed(() => {
		const others = (data.value?.lots ?? []).slice(LOTS);
		if (others.length === 0) return '';
		return t('rest', { n: count(others.length), sum: count(others.reduce((sum, lot) => sum + lot.open_points, 0)), unit: unit.value });
	});

	function keepText({ tier_until: until, points_to_keep_tier: missing, tier_at_risk: atRisk }: Account): string {
		if (until === null || missing === null) return '';
		if (atRisk) return t('risk', { n: count(missing) });
		return missing > 0 ? t('keep', { day: day(until), n: count(missing) }) : t('kept', { day: day(until) });
	}

	return { data, state, reason, reload, unit, count, asides, still, tier, lots, rest };
}
