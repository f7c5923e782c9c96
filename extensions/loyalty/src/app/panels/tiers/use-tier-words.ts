import { fallbackColor } from '@guanxi/core/app/color.ts';
import { formatCount, formatDate, formatShare } from '@guanxi/core/app/format.ts';
import { useLocale } from '@guanxi/core/app/locale.ts';
import { CUSTOMER_NAMES, useNames } from '@guanxi/core/app/use-names.ts';
import { computed, type Ref } from 'vue';
import type { TiersAnswer } from '../../../contract/figure-answers.ts';

const MOVERS = 8;
const NO_TIER = '#8a99a8';

/** The tiers of a program and who moved between them, in words. */
export function useTierWords(data: Ref<TiersAnswer | null>) {
	const { locale, t } = useLocale({
		none: ['未定级', 'No tier'],
		answer: ['{rose} 位会员升级，{fell} 位降级', '{rose} rose, {fell} fell'],
		steady: ['{n} 位会员，此期间没有人升降级', '{n} member, nobody rose or fell | {n} members, nobody rose or fell'],
	});
	const count = (n: number): string => formatCount(n, locale.value);
	const tiers = computed(() =>
		(data.value?.tiers ?? []).map((tier, index) => ({
			key: tier.tier,
			name: tier.tier === null ? t('none') : (tier.name ?? tier.tier),
			color: tier.color ?? (tier.tier === null ? NO_TIER : fallbackColor(index)),
			figure: count(tier.members),
			share: tier.share,
			shareText: formatShare(tier.share, locale.value, 1),
		})),
	);
	const of = (key: string | null) => {
		const tier = tiers.value.find((item) => item.key === key);
		return { name: tier?.name ?? key ?? t('none'), color: tier?.color ?? null };
	};
	const answer = computed(() => {
		const { rose = 0, fell = 0, members = 0 } = data.value ?? {};
		return rose + fell === 0 ? t('steady', { n: count(members) }) : t('answer', { rose: count(rose), fell: count(fell) });
	});
	const latest = computed(() => (data.value?.movers ?? []).slice(0, MOVERS));
	const names = useNames(CUSTOMER_NAMES, () => latest.value.map(({ customer }) => customer));
	const movers = computed(() =>
		latest.value.map(({ account, customer, from, to, at }) => ({
			key: account,
			customer,
			name: names.value.get(customer) ?? '',
			from: of(from),
			to: of(to),
			date: formatDate(at, locale.value),
		})),
	);
	return { tiers, of, answer, movers, count };
}
