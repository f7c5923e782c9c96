import { daysAfter, type DemoClock } from './clock.ts';
import { DEMO_PROGRAM } from './members.ts';
import { idFor } from './random.ts';
import type { RewardRow } from './types.ts';

/** What a distributor gives to hospitals and dealers: nothing that anybody takes home. */
export function rewardRows(clock: DemoClock): RewardRow[] {
	return [
		reward('express', '加急配送一次', { points: 1000, limit_customer: 6, description: '任一订单免费次日送达。' }),
		reward('training', '设备操作培训一天', { points: 5000, stock: 40, voucher_days: 180, description: '工程师上门，最多 20 人。' }),
		reward('maintenance', '年度保养', { points: 15_000, stock: 10, limit_customer: 1, min_tier: 'gold', voucher_days: 365, description: '一台设备的全年保养。' }),
	].map((one) => ({ ...one, date_created: daysAfter(clock.startOfToday, -clock.total) }));
}

type Given = Pick<RewardRow, 'points' | 'description'> & Partial<Pick<RewardRow, 'stock' | 'limit_customer' | 'min_tier' | 'voucher_days'>>;

function reward(key: string, name: string, given: Given): Omit<RewardRow, 'date_created'> {
	return {
		id: idFor(`reward/${key}`), key, name, program: DEMO_PROGRAM.id, status: 'active',
		stock: null, issued: 0, limit_customer: null, min_tier: null, voucher_days: null, ...given,
	};
}
