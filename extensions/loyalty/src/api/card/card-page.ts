import { formatCount, formatDate } from '@guanxi/core/app/format.ts';
import type { Page } from '@guanxi/core/page';
import { ownHalf, sentence, type Facts, type Locale, type Phrase, type Words } from '@guanxi/core/words';
import type { z } from 'zod';
import type { MemberCardAnswer } from '../../contract/card-answers.ts';
import { inGroups } from '../../domain/card/card-number.ts';
import { ENTRY_WORDS } from '../../domain/ledger/entry-words.ts';
import { unitOf } from '../../domain/unit.ts';
import { hint, lastDay } from './reward-pages.ts';

type Answer = z.output<typeof MemberCardAnswer>;

const WORDS = {
	card: ['会员卡', 'Member card'],
	show: ['结账时请出示此码', 'Show this code when you pay'],
	balance: ['可用余额', 'Balance'],
	tier: ['会员等级', 'Tier'],
	no_tier: ['尚未达到任何等级', 'No tier reached yet'],
	benefits: ['等级权益', 'Benefits'],
	rewards: ['可兑换礼品', 'Rewards'],
	redeem: ['兑换', 'Redeem'],
	vouchers: ['我的兑换券', 'My vouchers'],
	entries: ['最近变动', 'Latest movements'],
	none: ['还没有变动。', 'Nothing has moved yet.'],
} as const satisfies Words;

const SAYS = {
	growth: ['成长值 {value} / {goal}', '{value} of {goal} growth value'],
	missing: ['再获得 {points} 成长值即可升为{tier}', '{points} more growth value to reach {tier}'],
	until: ['有效期至 {day}', 'Until {day}'],
	at_risk: ['等级即将下调，请尽快累积成长值', 'About to fall: gain growth value soon to keep it'],
	pending: ['待生效', 'Pending'],
	arriving: ['其中 {day} 生效', 'Next on {day}'],
	held: ['冻结中', 'On hold'],
	debt: ['欠分（由以后的积分先行补足）', 'Owed; repaid first from what comes next'],
	expiring: ['将于 {day} 过期', 'Can be spent until {day}'],
	frozen: ['此会员卡已暂停使用，积分不会丢失。请联系我们恢复。', 'This card is on hold. Your points are safe; contact us to use them again.'],
} as const satisfies Words;

const BODY = `<h1>{{ title }}</h1>
{% if notice %}<p class="card notice" role="status">{{ notice }}</p>{% endif %}
<section class="card" aria-labelledby="card">
<h2 id="card">{{ t.card }}{% if name %} · {{ name }}{% endif %}</h2>
<div class="qr">{{ qr | raw }}</div>
<p class="code">{{ number }}</p>
<p class="quiet">{{ t.show }}</p>
</section>
<section class="card" aria-labelledby="balance">
<h2 id="balance">{{ t.balance }}</h2>
<p><span class="figure">{{ available }}</span> {{ unit }}</p>
{% if figures.size > 0 %}<dl class="facts">{% for figure in figures %}
<div><dt>{{ figure.says }}{% if figure.more %}<br><span class="quiet">{{ figure.more }}</span>{% endif %}</dt><dd>{{ figure.points }}</dd></div>{% endfor %}
</dl>{% endif %}
</section>
{% if has_tiers %}<section class="card" aria-labelledby="tier">
<h2 id="tier">{{ t.tier }}</h2>
<p><strong>{% if tier.color %}<svg class="dot" viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="6" fill="{{ tier.color }}"/></svg>{% endif %}{{ tier.name }}</strong></p>
{% for line in tier.lines %}<p class="quiet">{{ line }}</p>{% endfor %}
{% if progress %}<progress max="{{ progress.goal }}" value="{{ progress.value }}" aria-label="{{ progress.says }}"></progress>
<p>{{ progress.says }}</p><p class="quiet">{{ progress.missing }}</p>{% endif %}
{% if tier.benefits %}<h2>{{ t.benefits }}</h2><p class="keep-lines">{{ tier.benefits }}</p>{% endif %}
</section>{% endif %}
{% if vouchers.size > 0 %}<section class="card" aria-labelledby="vouchers">
<h2 id="vouchers">{{ t.vouchers }}</h2>
<ul class="rows">{% for voucher in vouchers %}
<li><span class="row-text"><a href="{{ voucher.url }}">{{ voucher.reward }}</a><br><span class="quiet">{{ voucher.until }}</span></span><span class="amount">{{ voucher.code }}</span></li>{% endfor %}
</ul>
</section>{% endif %}
{% if rewards.size > 0 %}<section class="card" aria-labelledby="rewards">
<h2 id="rewards">{{ t.rewards }}</h2>
<ul class="rows">{% for reward in rewards %}
<li><span class="row-text"><strong>{{ reward.name }}</strong> · {{ reward.cost }}{% if reward.more %}<br><span class="quiet">{{ reward.more }}</span>{% endif %}</span>
{% if reward.url %}<a class="button second" href="{{ reward.url }}" aria-label="{{ t.redeem }} · {{ reward.name }}">{{ t.redeem }}</a>{% endif %}</li>{% endfor %}
</ul>
</section>{% endif %}
<section class="card" aria-labelledby="entries">
<h2 id="entries">{{ t.entries }}</h2>
{% if entries.size > 0 %}<ol class="rows">{% for entry in entries %}
<li><span class="row-text">{{ entry.says }}<br><span class="quiet">{{ entry.on }}</span></span><span class="amount">{{ entry.points }}</span></li>{% endfor %}
</ol>{% else %}<p class="quiet">{{ t.none }}</p>{% endif %}
</section>`;

/** A member's card on the member's own phone. */
export const CARD_PAGE: Page<Answer> = {
	body: BODY,
	words: WORDS,
	view: (answer, { locale, link, params: { token } }) => {
		const { program, card, tier, progress, status } = answer;
		const unit = unitOf(program.unit, locale);
		return {
			title: ownHalf(program.name, locale),
			notice: status === 'frozen' ? sentence(SAYS.frozen, locale) : null,
			name: answer.name,
			qr: card.qr_svg,
			number: inGroups(card.number),
			available: formatCount(answer.available, locale),
			unit,
			figures: figuresOf(answer, locale),
			has_tiers: tier !== null || progress !== null,
			tier: tierOf(tier, locale),
			progress: progress && progressOf(progress, locale),
			vouchers: answer.vouchers.map(({ id, code, reward, expires_on: last }) => ({
				code, reward, until: lastDay(last, locale), url: link(`${token}/vouchers/${id}`),
			})),
			rewards: answer.rewards.map(({ key, name, points, description, reason }) => ({
				name,
				cost: `${formatCount(points, locale)} ${unit}`,
				more: reason === null ? description : hint(reason, { missing: points - answer.available, unit }, locale),
				url: reason === null && status === 'active' ? link(`${token}/redemptions?${new URLSearchParams({ reward: key }).toString()}`) : null,
			})),
			entries: answer.entries.map(({ type, points, at }) => ({
				says: sentence(ENTRY_WORDS[type], locale),
				on: formatDate(at, locale, program.timezone),
				points: signed(points, locale),
			})),
		};
	},
};

const says = (phrase: Phrase, locale: Locale, { day, ...facts }: Facts): string =>
	sentence(phrase, locale, { ...facts, ...(day === undefined ? {} : { day: dayOf(String(day), locale) }) });
const dayOf = (day: string, locale: Locale): string => formatDate(`${day}T00:00:00Z`, locale, 'UTC');
const signed = (points: number, locale: Locale): string => `${points > 0 ? '+' : '−'}${formatCount(Math.abs(points), locale)}`;

interface Figure {
	says: string;
	more: string | null;
	points: string;
}

/** Only what there is: most members have nothing but a balance. */
function figuresOf({ pending, held, debt, expiring, arriving }: Answer, locale: Locale): Figure[] {
	const figure = (phrase: Phrase, points: number, facts: Facts = {}, more: string | null = null): Figure[] =>
		points === 0 ? [] : [{ says: says(phrase, locale, facts), more, points: formatCount(points, locale) }];
	return [
		...(expiring ? figure(SAYS.expiring, expiring.points, { day: expiring.on }) : []),
		...figure(SAYS.pending, pending, {}, arriving && says(SAYS.arriving, locale, { day: arriving.on })),
		...figure(SAYS.held, held),
		...figure(SAYS.debt, debt),
	];
}

function tierOf(tier: Answer['tier'], locale: Locale): object {
	if (!tier) return { name: sentence(WORDS.no_tier, locale), color: null, lines: [], benefits: null };
	const { name, color, benefits, until, at_risk: isAtRisk } = tier;
	const lines = [
		...(until === null ? [] : [says(SAYS.until, locale, { day: until })]),
		...(isAtRisk ? [sentence(SAYS.at_risk, locale)] : []),
	];
	return { name, color, lines, benefits };
}

function progressOf({ next_tier: tier, value, goal }: NonNullable<Answer['progress']>, locale: Locale): object {
	const [count, whole, missing] = [value, goal, Math.max(0, goal - value)].map((points) => formatCount(points, locale)) as [string, string, string];
	return {
		value: Math.min(Math.max(value, 0), goal),
		goal,
		says: sentence(SAYS.growth, locale, { value: count, goal: whole }),
		missing: sentence(SAYS.missing, locale, { points: missing, tier }),
	};
}
