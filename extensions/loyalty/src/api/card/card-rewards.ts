import { randomUUID } from 'node:crypto';
import { answerOf, runCommand } from '@guanxi/core/command';
import type { Host, Knex } from '@guanxi/core/directus';
import { notFound } from '@guanxi/core/http';
import type { z } from 'zod';
import type { CardRedemptionAnswer, MemberCardAnswer, OfferAnswer } from '../../contract/card-answers.ts';
import type { VoucherAnswer } from '../../contract/reward-answers.ts';
import { accountAt } from '../../domain/ledger/account-at.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { qrSvg } from '../../domain/card/qr-svg.ts';
import type { Offered } from '../../domain/rewards/offered.ts';
import { REWARD, VOUCHER } from '../../domain/rewards/reward-words.ts';
import { VOUCHERS } from '../../domain/rewards/voucher.ts';
import { readBook } from '../ledger/read-book.ts';
import { redeemRewardCommand } from '../rewards/commands.ts';
import { rewardIdOf } from '../rewards/redeem.ts';
import { rewardsOf } from '../rewards/read-offers.ts';
import { voucherOf } from '../rewards/read-vouchers.ts';
import { inState, shownVoucher, shownVouchers, todayOf } from '../rewards/shown-vouchers.ts';
import type { Row } from '../ledger/rows.ts';
import { inSnapshot } from '../figures/snapshot.ts';

type Shown = z.output<typeof MemberCardAnswer>['rewards'][number];
type CardVoucher = z.output<typeof MemberCardAnswer>['vouchers'][number];
type Redeemed = z.output<typeof CardRedemptionAnswer>;

/** As many as a member looks through on a phone. */
const MOST = 20;

export const shownOffer = ({ key, name, description, points, problem }: Offered): Shown => ({
	key, name, description, points, reason: problem?.reason ?? null,
});

const onCard = ({ id, code, reward, state, expires_on }: VoucherAnswer): CardVoucher => ({
	id, code, qr_svg: qrSvg(code), reward: reward.name, state, expires_on,
});

export async function usableVouchers(database: Knex, account: string): Promise<CardVoucher[]> {
	const rows: Row[] = await inState(database(VOUCHERS).where({ account }), 'issued', await todayOf(database, account))
		.orderBy([{ column: 'expires_on' }, { column: 'id' }])
		.limit(MOST);
	return (await shownVouchers(database, account, rows.map(voucherOf))).map(onCard);
}

/** What the member is about to agree to. The key belongs to this reading of the page: its form can be sent twice and counts once. */
export async function readOffer(host: Host, account: string, reward: string): Promise<z.output<typeof OfferAnswer>> {
	const offered = (await rewardsOf(host.database, await host.getSchema(), account, new Date())) ?? [];
	const found = offered.find(({ key }) => key === reward);
	if (!found) throw notFound(REWARD);
	const unit: Row | undefined = await host.database(`${TABLES.accounts} as account`)
		.join(`${TABLES.programs} as program`, 'program.id', 'account.program')
		.where('account.id', account)
		.first('program.unit_name');
	return { reward: shownOffer(found), available: await availableOf(host.database, account), unit: (unit?.['unit_name'] as string | null) ?? null, key: randomUUID() };
}

export async function redeemOnCard(
	host: Host,
	{ account, reward, key }: { account: string; reward: string; key: string },
): Promise<Redeemed> {
	const input = { account, reward: await rewardIdOf(host, reward) };
	// Members are no users: each is a caller of their own, so that nobody's key meets another's.
	const request = { input, caller: `card:${account}`, actor: null, idempotencyKey: key };
	const { voucher, available } = answerOf(await runCommand(host, redeemRewardCommand(await host.getSchema()), request));
	return { voucher: onCard(await shownVoucher(host.database, voucher)), available };
}

export async function readCardVoucher({ database }: Host, { account, id }: { account: string; id: string }): Promise<Redeemed> {
	const row: Row | undefined = await database(VOUCHERS).where({ id, account }).first();
	if (!row) throw notFound(VOUCHER);
	return { voucher: onCard(await shownVoucher(database, voucherOf(row))), available: await availableOf(database, account) };
}

const availableOf = async (database: Knex, account: string): Promise<number> =>
	accountAt((await inSnapshot(database, (trx) => readBook(trx, account)))!, new Date()).available;
