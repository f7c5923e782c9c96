import type { ActionHandler, Later } from '@guanxi/core/action-handler';
import { enqueueActions } from '@guanxi/core/actions';
import { purgeCache } from '@guanxi/core/cache';
import { runUnheard } from '@guanxi/core/command';
import type { Host, Knex } from '@guanxi/core/directus';
import type { Fact } from '@guanxi/core/facts';
import { EARNINGS, type EarningEvent } from '../../domain/events/earn-event.ts';
import { EVENT, eventAction, eventOf } from '../../domain/events/event-action.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import type { Trigger } from '../../domain/rules/rule.ts';
import { instantOf, type Row } from '../ledger/rows.ts';
import { RULES } from '../rules/read-versions.ts';
import { earnEventCommand } from './commands.ts';

const INTERACTION = 'loyalty.interaction-changed';
/** As the surveys announce it, with the response as its subject. */
const SURVEY_COMPLETED = 'crm.surveys.response_completed';
const AN_HOUR = 3_600_000;

/** Tells an account what happened. */
export const eventHappened = (host: Host): ActionHandler<Knex> => ({
	kind: EVENT,
	perform: ({ subjectId, payload }, now) => tell(host, [String(subjectId)], eventOf(payload), now),
});

/**
 * An interaction earns as it is when it is looked at, and once: neither an edit nor another member takes part of what it gave, and
 * deleting it takes nothing back. One that is planned earns when its time has come.
 */
export const interactionChanged = (host: Host): ActionHandler<Knex> => ({
	kind: INTERACTION,
	perform: async ({ subjectId: id }, now) => {
		const row: Row | undefined = await host.database('crm_interactions').where({ id }).first('id', 'customer', 'kind', 'occurred_at');
		if (!row) return;
		const members = await membersOf(host.database, { customer: String(row['customer']), trigger: 'interaction' });
		const accounts = members.length === 0 ? [] : await notYetEarned(host.database, members, String(id));
		if (accounts.length === 0) return;
		const at = instantOf(row['occurred_at']);
		if (at > now) return { again: at };
		const interactionKind = row['kind'] as string | null;
		return tell(host, accounts, { trigger: 'interaction', at, source: String(id), interaction: String(id), interactionKind }, now);
	},
});

/** Puts down an action for what other plugins announce. Anonymous answers earn nothing. */
export async function hearFact({ database }: Pick<Host, 'database'>, { type, subjectId, customer, occurredAt: at }: Fact): Promise<void> {
	if (type !== SURVEY_COMPLETED || !customer) return;
	const trigger = 'survey_completed';
	const accounts = await membersOf(database, { customer, trigger });
	await enqueueActions(database, accounts.map((account) => eventAction(account, { trigger, at, source: subjectId })), at);
}

/** By the database's clock, as every command. A frozen account is asked again, until somebody has looked at it. */
async function tell(host: Host, accounts: string[], event: EarningEvent, now: Date): Promise<Later | void> {
	const command = earnEventCommand(await host.getSchema());
	let [hasMoved, isFrozen] = [false, false];
	for (const account of accounts) {
		const outcome = await runUnheard(host.database, command, { input: { account, event }, caller: EVENT, idempotencyKey: null });
		isFrozen ||= outcome.kind === 'refused' && outcome.refusal.reason === 'account_frozen';
		hasMoved ||= outcome.kind === 'done' && outcome.answer.entry !== null;
	}
	if (hasMoved) await purgeCache(host);
	if (isFrozen) return { again: new Date(now.getTime() + AN_HOUR) };
}

/** Accounts of a customer in programs that have rules for it. */
export function membersOf(database: Knex, { customer, trigger }: { customer: string; trigger: Trigger }): Promise<string[]> {
	const programs = database(RULES).where({ trigger }).where('version', '>', 0).select('program');
	return database(TABLES.accounts).where({ customer }).whereNot('status', 'closed').whereIn('program', programs).orderBy('id').pluck('id');
}

/** An interaction may have earned for another customer, before it was corrected or customers were merged. */
function notYetEarned(database: Knex, members: string[], interaction: string): Promise<string[]> {
	const programs = database(`${EARNINGS} as earning`)
		.join(`${TABLES.accounts} as account`, 'account.id', 'earning.account')
		.where({ 'earning.source': interaction, 'earning.trigger': 'interaction' })
		.select('account.program');
	return database(TABLES.accounts).whereIn('id', members).whereNotIn('program', programs).orderBy('id').pluck('id');
}
