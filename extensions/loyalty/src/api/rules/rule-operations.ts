import type { Call, Host } from '@guanxi/core/directus';
import { notFound, refusal } from '@guanxi/core/http';
import { languageOf } from '@guanxi/core/language';
import { operation, type Operation } from '@guanxi/core/operations';
import { requireRow } from '@guanxi/core/rights';
import { readSettings } from '@guanxi/core/settings';
import { parseInstant } from '@guanxi/core/time';
import { localeOf, type Phrase } from '@guanxi/core/words';
import { z } from 'zod';
import { BackTestAnswer, SimulateAnswer } from '../../contract/rule-answers.ts';
import { CUSTOMER, PROGRAM } from '../../domain/loyalty-words.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { INTERACTION, ORDER, RULE, RULE_WORDS } from '../../domain/rules/rule-words.ts';
import { periodOf } from '../figures/period.ts';
import { REFERRAL_SIDES, TRIGGERS } from '../../domain/rules/rule.ts';
import { instantOf, type Row } from '../ledger/rows.ts';
import { backTest } from './back-test.ts';
import { givenOrder, type MayRead } from './given-order.ts';
import { RULES } from './read-versions.ts';
import type { Happening } from './read-rules.ts';
import { readRule, simulate, simulateEvent, type AskedOrder } from './simulate.ts';

const tag = 'Loyalty';
const amount = z.union([z.number(), z.string().max(40)]).describe('Net').meta({ examples: ['99.50', 120] });
const instant = z.string().max(40).nullable().optional().meta({ examples: ['2026-03-01', '2026-03-01T08:00:00Z'] });

const GivenOrder = z
	.looseObject({
		amount,
		currency: z.string().max(3).nullable().optional(),
		placed_at: instant,
		paid_at: instant,
		lines: z.array(z.looseObject({ amount: amount.nullable().optional() })).max(1000).optional(),
	})
	.describe('An order that is only thought of, with any of its fields; paid, and now, unless it says otherwise')
	.meta({ examples: [{ amount: '99.50', channel: 'online', lines: [{ amount: '99.50' }] }] });

const GivenEvent = z
	.strictObject({
		trigger: z.enum(TRIGGERS).exclude(['order_paid']),
		at: instant,
		interaction: z.guid().toLowerCase().optional().describe('Id of the interaction that it is about'),
		interaction_kind: z.string().max(31).optional().describe('Instead of an interaction'),
		referral_side: z.enum(REFERRAL_SIDES).optional(),
		anniversary_year: z.int().min(1).max(100).optional(),
	})
	.describe('Something besides a paid order; now, unless it says otherwise')
	.meta({ examples: [{ trigger: 'birthday' }] });

const SimulateBody = z.strictObject({
	program: z.string().min(1).max(63).describe('Key of the program').meta({ examples: ['club'] }),
	customer: z.guid().toLowerCase(),
	order: z.union([z.guid().toLowerCase().describe('Id of an order'), GivenOrder]).optional().describe('Either an order, or another event'),
	event: GivenEvent.optional(),
	rule: z.guid().toLowerCase().optional().describe('Id of a rule that is tried as it is now, also a draft'),
});

const BackTestBody = z.strictObject({
	rule: z.string().min(1).max(63).describe('Id or key; drafts too').meta({ examples: ['club_purchase'] }),
	from: z.string().max(40).describe('ISO date or instant').meta({ examples: ['2026-01-01'] }),
	to: z.string().max(40).describe('The end, not a part of the period').meta({ examples: ['2026-04-01'] }),
});

/** Trying rules out; nothing is written. */
export const RULE_OPERATIONS: Operation[] = [
	operation({
		method: 'post',
		path: '/crm/loyalty/simulate',
		summary: 'What an order or another event would earn, and what became of each rule; limits and caps are not counted',
		tag,
		may: ['read', RULES],
		body: SimulateBody,
		answer: SimulateAnswer,
		errors: [404],
		handle: async ({ host, call, body }) => {
			const program: Row | undefined = await host.database(TABLES.programs).where({ key: body.program }).first('id');
			if (!program) throw notFound(PROGRAM);
			const mayRead = (collection: string, id: string, what: Phrase): Promise<unknown> =>
				requireRow(host, call, { action: 'read', collection, id, what });
			await mayRead(TABLES.programs, String(program['id']), PROGRAM);
			await mayRead('crm_customers', body.customer, CUSTOMER);
			if (body.rule) await mayRead(RULES, body.rule, RULE);
			if (body.rule && (await readRule(host, body.rule)).program !== String(program['id'])) throw notFound(RULE);
			const locale = localeOf((await languageOf(host, call)) ?? 'en');
			if ((body.order === undefined) === (body.event === undefined)) throw refusal(400, RULE_WORDS, { field: 'order', reason: 'order_or_event' });
			const whose = { program: String(program['id']), customer: body.customer, rule: body.rule ?? null };
			if (body.event) {
				if (body.event.interaction) await mayRead('crm_interactions', body.event.interaction, INTERACTION);
				return simulateEvent(host, call.schema, { ...whose, event: await eventOf(host, body.event) }, locale);
			}
			if (typeof body.order === 'string') await mayRead('crm_orders', body.order, ORDER);
			const order = typeof body.order === 'string' ? await storedOrder(host, body.order) : await thoughtOf(host, call, { given: body.order!, customer: body.customer });
			return simulate(host, call.schema, { ...whose, order }, locale);
		},
	}),
	operation({
		method: 'post',
		path: '/crm/loyalty/rules/backtest',
		summary: 'What a rule would have given over past orders of members; limits and caps are not counted',
		tag,
		// Figures of the whole company, as in the books.
		may: ['update', TABLES.accounts, 'available'],
		body: BackTestBody,
		answer: BackTestAnswer,
		errors: [404],
		handle: async ({ host, call, body }) => {
			const isId = z.guid().safeParse(body.rule).success;
			const found: Row | undefined = await host.database(RULES).where(isId ? { id: body.rule.toLowerCase() } : { key: body.rule }).first('id');
			if (!found) throw notFound(RULE);
			await requireRow(host, call, { action: 'read', collection: RULES, id: String(found['id']), what: RULE });
			const rule = await readRule(host, String(found['id']));
			if (rule.trigger !== 'order_paid') throw refusal(400, RULE_WORDS, { field: 'rule', reason: 'not_for_orders' });
			return backTest(host, call.schema, rule, await periodOf(host, body));
		},
	}),
];

async function storedOrder({ database }: Host, id: string): Promise<AskedOrder> {
	const row = (await database('crm_orders').where({ id }).first()) as Row;
	const lines = (await database('crm_order_lines').where({ order: id }).orderBy('id')) as Row[];
	return { row, lines, mayRead: null };
}

/** A stored interaction says itself what it is and when it was. */
async function eventOf({ database }: Host, given: z.output<typeof GivenEvent>): Promise<Happening> {
	const { trigger, interaction, referral_side: referralSide, anniversary_year: anniversaryYear } = given;
	const stored: Row | undefined = interaction ? await database('crm_interactions').where({ id: interaction }).first('kind', 'occurred_at') : undefined;
	const at = given.at ? parseInstant(given.at, (await readSettings(database)).timezone) : stored ? instantOf(stored['occurred_at']) : new Date();
	if (!at) throw refusal(400, RULE_WORDS, { field: 'event.at', reason: 'not_a_date' });
	const interactionKind = (stored?.['kind'] as string | undefined) ?? given.interaction_kind ?? null;
	return { trigger, at, interaction, interactionKind, referralSide, anniversaryYear };
}

async function thoughtOf(host: Host, call: Call, { given, customer }: { given: Row; customer: string }): Promise<AskedOrder> {
	const { timezone } = await readSettings(host.database);
	const { order, lines } = givenOrder(given, { customer, now: new Date(), timezone });
	return { row: order, lines, mayRead: (row) => mayReadFields(host, call, row) };
}

async function mayReadFields({ services, database }: Host, { schema, accountability }: Call, { collection, id, fields }: Parameters<MayRead>[0]): Promise<boolean> {
	const { primary } = schema.collections[collection]!;
	const items = new services.ItemsService(collection, { knex: database, schema, accountability });
	try {
		const rows = await items.readByQuery({ filter: { [primary]: { _eq: id } }, fields: [primary, ...fields], limit: 1 }, { emitEvents: false });
		return rows.length === 1;
	} catch (error) {
		if ((error as { code?: string }).code === 'FORBIDDEN') return false;
		throw error;
	}
}
