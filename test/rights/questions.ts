import { isRefused } from './attempts.ts';
import type { Who, World } from './world.ts';

type Row = Record<string, unknown>;

/** Which of these rows fulfil a condition? */
export interface Question {
	collection: string;
	ids: string[];
	condition: Row;
}

/** The rows that were named, how many were counted, or null where the question was refused. */
type Found = string[] | number | null;
type Way = (world: World, who: Who, question: Question) => Promise<Found>;

const whole = ({ ids, condition }: Question): Row => ({ _and: [{ id: { _in: ids } }, condition] });
const pathOf = ({ collection }: Question): string => collection.replace(/^(directus_|(?=crm_))/, (start) => (start ? '/' : '/items/'));
const text = (value: unknown): string => encodeURIComponent(JSON.stringify(value));
const idsOf = (rows: Row[]): string[] => rows.map(({ id }) => String(id)).sort();

/** Every way in which Directus answers a condition. */
const ALL: Record<string, Way> = {
	list: async (world, who, question) => {
		const answer = await world.as<Row[]>(who, 'GET', `${pathOf(question)}?fields=id&filter=${text(whole(question))}`);
		return isRefused(answer) ? null : idsOf(answer.data);
	},
	SEARCH: async (world, who, question) => {
		const query = { fields: ['id'], filter: whole(question) };
		const answer = await world.as<Row[]>(who, 'SEARCH', `${pathOf(question)}`, { query });
		return isRefused(answer) ? null : idsOf(answer.data);
	},
	aggregate: async (world, who, question) => {
		// Plain counts count a row once for every row of a list that it was asked for.
		const path = `${pathOf(question)}?aggregate[countDistinct]=id&filter=${text(whole(question))}`;
		const answer = await world.as<{ countDistinct: { id: unknown } }[]>(who, 'GET', path);
		return isRefused(answer) ? null : Number(answer.data[0]!.countDistinct.id);
	},
	'count of a list': async (world, who, question) => {
		const path = `${pathOf(question)}?fields=id&limit=1&meta=filter_count&filter=${text(whole(question))}`;
		return countIn(await world.as(who, 'GET', path));
	},
	'count by keys': async (world, who, question) => {
		const query = { fields: ['id'], meta: ['filter_count'], filter: JSON.stringify(whole(question)) };
		return countIn(await world.as(who, 'SEARCH', `${pathOf(question)}`, { keys: question.ids, query }));
	},
	export: async (world, who, question) => {
		const path = `${pathOf(question)}?export=csv&fields=id&filter=${text(whole(question))}`;
		const answer = await world.as(who, 'GET', path);
		return isRefused(answer) ? null : question.ids.filter((id) => answer.text.includes(id)).sort();
	},
	GraphQL: async (world, who, question) => {
		const name = question.collection;
		const query = `query ($filter: ${name}_filter) { ${name}(filter: $filter) { id } }`;
		const asked = { query, variables: { filter: whole(question) } };
		const { data } = await world.as<Record<string, Row[]> | null>(who, 'POST', '/graphql', asked);
		return data?.[name] ? idsOf(data[name]) : null;
	},
};

/** Where time is short, one of each kind. */
export const WAYS: Record<string, Way> = process.env['GUANXI_TEST_SHORT']
	? { 'count of a list': ALL['count of a list']!, GraphQL: ALL['GraphQL']! }
	: ALL;

function countIn(answer: Awaited<ReturnType<World['as']>>): Found {
	if (isRefused(answer)) return null;
	return Number((JSON.parse(answer.text) as { meta: { filter_count: unknown } }).meta.filter_count);
}

/** What a way says when these rows are found. */
export const saying = (found: Found, ids: string[]): Found => (typeof found === 'number' ? ids.length : [...ids].sort());
