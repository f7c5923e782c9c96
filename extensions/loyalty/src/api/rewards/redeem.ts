import { answerOf, runCommand, type CommandRequest } from '@guanxi/core/command';
import type { Host } from '@guanxi/core/directus';
import { notFound, refusal } from '@guanxi/core/http';
import { z } from 'zod';
import type { RedemptionAnswer } from '../../contract/reward-answers.ts';
import { REWARD, REWARD_WORDS } from '../../domain/rewards/reward-words.ts';
import { REWARDS } from '../../domain/rewards/reward.ts';
import { COMMANDS } from '../commands.ts';
import type { Row } from '../ledger/rows.ts';
import type { RedemptionBody } from '../requests.ts';
import { redeemRewardCommand } from './commands.ts';
import { shownVoucher } from './shown-vouchers.ts';

export type Redeeming = z.output<typeof RedemptionBody> & { account: string };

/** Spends points of an account, or gets a reward for points: one of them. Whoever asks has looked at rights, and whose the order is. */
export async function redeemAny(
	host: Host,
	{ account, points, reward, order, reason }: Redeeming,
	requestFor: <Input extends object>(input: Input) => CommandRequest<Input>,
): Promise<z.output<typeof RedemptionAnswer>> {
	if ((points === undefined) === (reward === undefined)) throw refusal(400, REWARD_WORDS, { field: 'points', reason: 'points_or_reward' });
	if (points !== undefined) return answerOf(await runCommand(host, COMMANDS.redeem, requestFor({ account, points, order, reason })));
	if (order !== undefined) throw refusal(400, REWARD_WORDS, { field: 'order', reason: 'order_with_reward' });
	const input = { account, reward: await rewardIdOf(host, reward!), reason };
	const { voucher, ...moved } = answerOf(await runCommand(host, redeemRewardCommand(await host.getSchema()), requestFor(input)));
	return { ...moved, voucher: await shownVoucher(host.database, voucher) };
}

/** Named by its key or its id. */
export async function rewardIdOf({ database }: Host, named: string): Promise<string> {
	const isId = z.guid().safeParse(named).success;
	const row: Row | undefined = await database(REWARDS).where(isId ? { id: named.toLowerCase() } : { key: named }).first('id');
	if (!row) throw notFound(REWARD);
	return String(row['id']);
}
