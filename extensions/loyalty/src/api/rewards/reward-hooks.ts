import type { EventContext } from '@directus/types';
import type { Host, Knex } from '@guanxi/core/directus';
import { REWARDS } from '../../domain/rewards/reward.ts';
import type { HookCall } from '../filter-guard.ts';
import type { Row } from '../ledger/rows.ts';
import { createReward, releaseRewards, updateRewards } from './reward-guard.ts';

type Filter = (event: string, handler: (payload: unknown, meta: Record<string, unknown>, context: EventContext) => unknown) => void;

/** Registered after the guard of computed fields: `issued` is refused from everybody. */
export function guardRewards({ filter }: { filter: Filter }, host: Host): void {
	filter(`${REWARDS}.items.create`, (payload, _meta, event) => createReward(host, hookCall(event), payload as Row));
	filter(`${REWARDS}.items.update`, (payload, meta, event) => updateRewards(host, hookCall(event), payload as Row, (meta['keys'] as unknown[]).map(String)));
	filter(`${REWARDS}.items.delete`, (keys, _meta, event) => releaseRewards(host, hookCall(event), (keys as unknown[]).map(String)));
}

const hookCall = ({ database, schema, accountability }: EventContext): HookCall => ({ knex: database as Knex, schema, accountability });
