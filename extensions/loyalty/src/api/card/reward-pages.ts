import { formatCount, formatDate } from '@guanxi/core/app/format.ts';
import type { Page } from '@guanxi/core/page';
import { sentence, type Locale, type Phrase, type Words } from '@guanxi/core/words';
import type { z } from 'zod';
import type { CardRedemptionAnswer, OfferAnswer } from '../../contract/card-answers.ts';
import { NEVER } from '../../domain/validity/days.ts';
import type { VoucherState } from '../../domain/rewards/voucher.ts';
import { unitOf } from '../../domain/unit.ts';

/** Why a member cannot have a reward, said to the member: the words of the endpoints are for staff. */
const HINTS: Record<string, Phrase> = {
	insufficient_points: ['还差 {missing} {unit}', '{missing} {unit} more needed'],
	not_eligible: ['暂不符合兑换条件', 'Not for your card yet'],
	reward_limit_reached: ['已达每人限兑数量', 'You have had as many as there are for a member'],
	reward_out_of_stock: ['已兑完', 'None left'],
};
const NOT_NOW: Phrase = ['现在不能兑换', 'Cannot be had now'];

export const hint = (reason: string, { missing, unit }: { missing: number; unit: string }, locale: Locale): string =>
	sentence(HINTS[reason] ?? NOT_NOW, locale, { missing: formatCount(missing, locale), unit });

const UNTIL: Phrase = ['有效期至 {day}', 'Until {day}'];
const FOR_EVER: Phrase = ['长期有效', 'No last day'];

/** The last day on which something can be used. */
export const lastDay = (day: string, locale: Locale): string =>
	day === NEVER ? sentence(FOR_EVER, locale) : sentence(UNTIL, locale, { day: formatDate(`${day}T00:00:00Z`, locale, 'UTC') });

const WORDS = {
	balance: ['可用余额', 'Balance'],
	cost: ['所需', 'Costs'],
	left: ['兑换后剩余', 'Left after it'],
	confirm: ['确认兑换', 'Redeem now'],
	show: ['使用时请出示此码', 'Show this code where you use it'],
	to_card: ['返回会员卡', 'Back to the card'],
} as const satisfies Words;

const QUESTION: Phrase = ['兑换“{reward}”？', 'Redeem "{reward}"?'];

/** The step before a reward is redeemed. */
export const OFFER_PAGE: Page<z.output<typeof OfferAnswer>> = {
	words: WORDS,
	back: ({ token }) => `../${token}`,
	body: `<section class="card">
<h1>{{ title }}</h1>
{% if description %}<p class="keep-lines">{{ description }}</p>{% endif %}
<dl class="facts">
<div><dt>{{ t.cost }}</dt><dd>{{ points }}</dd></div>
<div><dt>{{ t.balance }}</dt><dd>{{ available }}</dd></div>
{% unless hint %}<div><dt>{{ t.left }}</dt><dd>{{ left }}</dd></div>{% endunless %}
</dl>
{% if hint %}<p role="status">{{ hint }}</p>{% endif %}
<form method="post" action="{{ action }}" class="actions">
{% unless hint %}<input type="hidden" name="reward" value="{{ reward }}"><input type="hidden" name="key" value="{{ key }}">
<button type="submit">{{ t.confirm }}</button>{% endunless %}
<a class="button second" href="{{ card }}">{{ t.to_card }}</a>
</form>
</section>`,
	view: ({ reward, available, unit: named, key }, { locale, link, params: { token } }) => {
		const unit = unitOf(named, locale);
		const amount = (points: number): string => `${formatCount(points, locale)} ${unit}`;
		return {
			title: sentence(QUESTION, locale, { reward: reward.name }),
			description: reward.description,
			points: amount(reward.points),
			available: amount(available),
			left: amount(available - reward.points),
			hint: reward.reason && hint(reward.reason, { missing: reward.points - available, unit }, locale),
			reward: reward.key,
			key,
			action: link('redemptions'),
			card: link(`../${token}`),
		};
	},
};

const STATES: Record<VoucherState, Phrase> = {
	issued: ['可使用', 'Can be used'],
	waiting: ['暂不可用', 'Not yet to be used'],
	used: ['已使用', 'Used'],
	cancelled: ['已取消', 'Cancelled'],
	expired: ['已过期', 'Expired'],
};

/** A voucher on the member's phone; also what follows a redemption. */
export const VOUCHER_PAGE: Page<z.output<typeof CardRedemptionAnswer>> = {
	words: WORDS,
	back: ({ token }) => `../../${token}`,
	body: `<section class="card">
<h1>{{ title }}</h1>
<p role="status"><strong>{{ state }}</strong> · <span class="quiet">{{ until }}</span></p>
{% if qr %}<div class="qr">{{ qr | raw }}</div>
<p class="code">{{ code }}</p>
<p class="quiet">{{ t.show }}</p>{% endif %}
<dl class="facts"><div><dt>{{ t.balance }}</dt><dd>{{ available }}</dd></div></dl>
<p class="actions"><a class="button second" href="{{ card }}">{{ t.to_card }}</a></p>
</section>`,
	view: ({ voucher, available }, { locale, link, params: { token } }) => ({
		title: voucher.reward,
		state: sentence(STATES[voucher.state], locale),
		until: lastDay(voucher.expires_on, locale),
		qr: voucher.state === 'issued' ? voucher.qr_svg : null,
		code: voucher.code,
		available: formatCount(available, locale),
		card: link(`../../${token}`),
	}),
};
