import type { Locale } from '@guanxi/core/app/words.ts';
import { formatCount, formatShare } from '@guanxi/core/app/format.ts';
import { sentence, type Words } from '@guanxi/core/app/words.ts';
import type { CustomerAnswer } from '../../../contract/answers.ts';
import { worthText } from '../../shared/worth.ts';

const WORDS = {
	value: ['价值', 'Value'],
	rank: ['排名', 'Rank'],
	rankOf: ['{rank} / {customers}', '{rank} of {customers}'],
	share: ['累计占比', 'Cumulative share'],
	shareNote: ['价值不低于该客户的客户合计', 'held by customers worth at least as much'],
	up: ['距上一等级', 'To the next better class'],
	upNote: ['满 {border} 即可升级', 'begins at {border}'],
	upDone: ['按价值已达到 {border}', '{border} by value is reached'],
	best: ['按价值已在最高等级', 'by value already in the best class'],
	down: ['距下一等级', 'Before it falls'],
	downNote: ['低于 {border} 降级', 'falls below {border}'],
	downDue: ['已低于 {border}', 'already below {border}'],
	last: ['按价值已在末级', 'by value already in the last class'],
} satisfies Words;

export interface StandingFact {
	label: string;
	text: string;
	note: string;
}

/** Where a customer stands, as facts with a label: value, rank, share, and the way to both borders. */
export function standingFacts(answer: CustomerAnswer, locale: Locale): StandingFact[] {
	const t = (key: keyof typeof WORDS, facts = {}) => sentence(WORDS[key], locale, facts);
	const worth = (value: number) => worthText(value, answer, locale);
	const { value, rank, customers, next_border_up: up, next_border_down: down } = answer;
	return [
		{ label: t('value'), text: worth(value), note: '' },
		{
			label: t('rank'),
			text: t('rankOf', { rank: formatCount(rank, locale), customers: formatCount(customers, locale) }),
			note: '',
		},
		{ label: t('share'), text: formatShare(answer.cumulative_share, locale), note: t('shareNote') },
		{ label: t('up'), ...upFact() },
		{ label: t('down'), ...downFact() },
	];

	function upFact(): Omit<StandingFact, 'label'> {
		if (up === null) return { text: '—', note: t('best') };
		const gap = up - value;
		if (gap <= 0) return { text: '✓', note: t('upDone', { border: worth(up) }) };
		return { text: worth(gap), note: t('upNote', { border: worth(up) }) };
	}

	function downFact(): Omit<StandingFact, 'label'> {
		if (down === null) return { text: '—', note: t('last') };
		const gap = value - down;
		if (gap < 0) return { text: '!', note: t('downDue', { border: worth(down) }) };
		return { text: worth(gap), note: t('downNote', { border: worth(down) }) };
	}
}
