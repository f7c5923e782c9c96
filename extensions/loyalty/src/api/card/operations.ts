import type { Host } from '@guanxi/core/directus';
import { requireLink, revokeLinks } from '@guanxi/core/link';
import { operation, type Operation } from '@guanxi/core/operations';
import { requireRow } from '@guanxi/core/rights';
import { z } from 'zod';
import { AccountAnswer } from '../../contract/answers.ts';
import { CardRedemptionAnswer, LinkAnswer, MemberCardAnswer, OfferAnswer } from '../../contract/card-answers.ts';
import { ACCOUNT } from '../../domain/loyalty-words.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { accountAnswer } from '../accounts/account-answer.ts';
import { AccountParams, VoucherParams } from '../requests.ts';
import { requireAccount, requireCard } from '../require.ts';
import { CARD_LINK, cardLink } from './card-link.ts';
import { CARD_PAGE } from './card-page.ts';
import { readCardVoucher, readOffer, redeemOnCard } from './card-rewards.ts';
import { readMemberCard } from './read-card.ts';
import { OFFER_PAGE, VOUCHER_PAGE } from './reward-pages.ts';

const tag = 'Loyalty';
const CardQuery = z.object({ card: z.string().min(1).max(40).describe('Number of a member card, as it is scanned or typed') });
const LinkBody = z.strictObject({ renew: z.boolean().default(false).describe('Links that are out there end now, such as a lost one') });
const reward = z.string().min(1).max(63).describe('Key of a reward').meta({ examples: ['coffee'] });
const RewardQuery = z.object({ reward });
const CardRedemptionBody = z.strictObject({
	reward,
	key: z.string().trim().min(1).max(255).describe('As `GET` gave it, or any text made up for this redemption'),
});
const TokenParams = z.object({ token: z.string() });

const accountOf = ({ database }: Host, token: string): Promise<string> => requireLink(database, { kind: CARD_LINK, token });

/** Cards at the till, and on the phones of their members. */
export const CARD_OPERATIONS: Operation[] = [
	operation({
		method: 'get',
		path: '/crm/loyalty/accounts',
		summary: 'The account of a member card, for the till',
		tag,
		may: ['read', TABLES.accounts],
		query: CardQuery,
		answer: AccountAnswer,
		errors: [404],
		handle: async ({ host, call, query }) => accountAnswer(host, await requireCard(host, call, query.card)),
	}),
	operation({
		method: 'post',
		path: '/crm/loyalty/accounts/{id}/link',
		summary: 'The address of the page that shows the card to its member; again gives the same one',
		tag,
		may: ['update', TABLES.accounts],
		params: AccountParams,
		body: LinkBody,
		answer: LinkAnswer,
		handle: async ({ host, call, params: { id }, body: { renew } }) => {
			await requireAccount(host, call, id);
			await requireRow(host, call, { action: 'read', collection: TABLES.accounts, id, what: ACCOUNT });
			const now = new Date();
			const { url, expiresAt } = await host.database.transaction(async (trx) => {
				if (renew) await revokeLinks(trx, { kind: CARD_LINK, subject: id, now });
				return cardLink({ ...host, database: trx }, id, now);
			});
			return { url, expires_at: expiresAt.toISOString() };
		},
	}),
	operation({
		method: 'get',
		path: '/crm/loyalty/card/{token}',
		summary: 'A member card, for whoever has its link',
		tag,
		may: 'public',
		params: TokenParams,
		answer: MemberCardAnswer,
		errors: [410],
		page: CARD_PAGE,
		handle: async ({ host, params: { token } }) =>
			readMemberCard(host, await accountOf(host, token), new Date()),
	}),
	operation({
		method: 'get',
		path: '/crm/loyalty/card/{token}/redemptions',
		summary: 'What a reward would cost the member, and the key to redeem it with; nothing is redeemed',
		tag,
		may: 'public',
		params: TokenParams,
		query: RewardQuery,
		answer: OfferAnswer,
		errors: [410],
		page: OFFER_PAGE,
		handle: async ({ host, params: { token }, query: { reward } }) => readOffer(host, await accountOf(host, token), reward),
	}),
	operation({
		method: 'post',
		path: '/crm/loyalty/card/{token}/redemptions',
		summary: 'Redeem a reward, as the member',
		tag,
		may: 'public',
		params: TokenParams,
		body: CardRedemptionBody,
		answer: CardRedemptionAnswer,
		errors: [409, 410],
		page: { goTo: ({ voucher }) => `vouchers/${voucher.id}`, back: ({ token }) => `../${token}` },
		handle: async ({ host, params: { token }, body }) => redeemOnCard(host, { account: await accountOf(host, token), ...body }),
	}),
	operation({
		method: 'get',
		path: '/crm/loyalty/card/{token}/vouchers/{id}',
		summary: 'A voucher of the member, to be shown where it is used',
		tag,
		may: 'public',
		params: TokenParams.extend({ id: VoucherParams.shape.id }),
		answer: CardRedemptionAnswer,
		errors: [410],
		page: VOUCHER_PAGE,
		handle: async ({ host, params: { token, id } }) => readCardVoucher(host, { account: await accountOf(host, token), id }),
	}),
];
