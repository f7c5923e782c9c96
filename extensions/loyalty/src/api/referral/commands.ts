import type { Command } from '@guanxi/core/command';
import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import type { EarningEvent } from '../../domain/events/earn-event.ts';
import { ACCOUNT, LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { attribute, type Attributed, type AttributionState } from '../../domain/referral/attribute.ts';
import { followReferral, type FollowState, type RewardPayload } from '../../domain/referral/follow-referral.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { rewardReferral, type Rewarded, type RewardState } from '../../domain/referral/reward-referral.ts';
import { readEventState } from '../events/read-event-state.ts';
import { readBook } from '../ledger/read-book.ts';
import { entryOf, type Row } from '../ledger/rows.ts';
import { readPresents } from '../rewards/read-gifts.ts';
import { readCounts } from '../rules/read-counts.ts';
import { readAttribution, readFollowing, readReferral, type Following } from './read-referral.ts';

const lockOf = (id: string) => ({ table: TABLES.accounts, id, what: ACCOUNT });

/** One at a time: of several at once, each by itself sound, some could make a cycle. They are few. */
export const attributeCommand: Command<{ account: string; code: string }, AttributionState, Attributed, Knex> = {
	name: 'loyalty.attribute-referral',
	locks: ({ account }) => [{ name: 'loyalty.referrals' }, lockOf(account)],
	load: (reader, { account, code }) => readAttribution(reader, account, code),
	decide: attribute,
	words: LOYALTY_WORDS,
};

/** Under the lock of both: of two referees at once, only as many count as the cap leaves. */
export const followCommand: Command<Following, FollowState, { state: Referral['state'] | null }, Knex> = {
	name: 'loyalty.follow-referral',
	locks: ({ referee, referrer }) => [lockOf(referee), lockOf(referrer)],
	load: readFollowing,
	decide: followReferral,
	words: LOYALTY_WORDS,
	unlogged: true,
};

type OfSide = RewardPayload & { account: string };

/** Whatever changes the referral has the locks of both sides. */
export const rewardCommand = (schema: SchemaOverview): Command<OfSide, RewardState & { asked: EarningEvent }, Rewarded, Knex> => ({
	name: 'loyalty.reward-referral',
	locks: ({ account }) => [lockOf(account)],
	load: (reader, side) => readReward(reader, schema, side),
	decide: (state, _input, circumstances) => rewardReferral(state, { event: state.asked }, circumstances),
	words: LOYALTY_WORDS,
	unlogged: true,
});

async function readReward(reader: Knex, schema: SchemaOverview, { referee, account, side }: OfSide): Promise<RewardState & { asked: EarningEvent }> {
	const referral = (await readReferral(reader, referee))!;
	const asked: EarningEvent = {
		trigger: 'referral_qualified',
		at: new Date(referral.qualified_at_ms ?? 0),
		source: referee,
		referralSide: side,
		availableFrom: referral.confirms_on ?? undefined,
	};
	const event = await readEventState(reader, schema, { account, event: asked });
	const { earlier } = event;
	const lot = earlier?.lot;
	const presents = earlier ? await readPresents(reader, account, earlier.id) : [];
	if (!lot) return { referral, event, entries: [], counts: [], presents, asked };
	const rows: Row[] = await reader(TABLES.entries).where({ account }).where((either) => void either.where({ lot: lot.id }).orWhere({ reverses: lot.id })).orderBy('seq');
	const counts = referral.state === 'reversed' ? await readCounts(reader, { account, source: earlier!.id }) : [];
	return { referral, event: { ...event, book: (await readBook(reader, account, [lot.id]))! }, entries: rows.map(entryOf), counts, presents, asked };
}
