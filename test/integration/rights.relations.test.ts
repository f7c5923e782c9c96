import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isRefused } from '../rights/attempts.ts';
import { saying, WAYS, type Question } from '../rights/questions.ts';
import { isClosed, isRevealed, LINKS, sightOf, textOf, whoseBy, type Link } from '../rights/relations.ts';
import { COLLECTIONS, readsOf } from '../rights/rights-table.ts';
import { createWorld, TRIED, WHOSE, type Who, type Whose, type World } from '../rights/world.ts';
import { eachInstance } from '../support/each-instance.ts';

type Row = Record<string, unknown>;

/** Who wrote a row is a link like the one to who is in charge of it. */
const LINKED = process.env['GUANXI_TEST_SHORT'] ? LINKS.filter(({ field }) => !field.startsWith('user_')) : LINKS;
const named = LINKED.map((link) => ({ link, name: `${link.collection}.${link.field}` }));
/** A singleton has no list to ask; its own test is below. */
const MANY = named.filter(({ link }) => link.collection !== 'crm_settings');
const LISTS = MANY.filter(({ link }) => link.list !== null);
const STEPS = MANY.flatMap(({ link }) =>
	MANY.filter((next) => next.link.collection === link.to && next.link.to in COLLECTIONS).map((next) => ({
		path: [link, next.link] as const,
		name: `${link.collection}.${link.field}.${next.link.field}`,
	})),
);

eachInstance('rights through relations', ({ reference }) => {
	let world: World;
	beforeAll(async () => {
		world = await createWorld(reference);
	});
	afterAll(() => world.stop());

	const get = (who: Who, path: string) => world.as<Row[]>(who, 'GET', path);
	const json = (value: unknown): string => encodeURIComponent(JSON.stringify(value));
	const asking = (ids: string[]): string => `filter=${json({ id: { _in: ids } })}`;
	const words = () => randomUUID().slice(0, 13);
	/** A row that links to another one, which bears the words. */
	async function linked(link: Link, who: Who, { whose, says }: { whose: Whose; says: string }): Promise<{ row: string; to: string }> {
		const to = await world.plant(link.to, who, whose, { [textOf(link.to)]: `${says}-${whose}` });
		return { row: await world.plant(link.collection, who, 'own', { [link.field]: to }), to };
	}

	async function asked(who: Who, question: Question, expected: string[] | null, ways = WAYS): Promise<void> {
		for (const [name, way] of Object.entries(ways)) {
			const found = await way(world, who, question);
			const told = `${who} by ${name}: ${JSON.stringify(question.condition)}`;
			expect.soft(found, told).toEqual(expected === null ? null : saying(found, expected));
		}
	}

	it('the relations of the table are those of the server', async () => {
		const { data } = await world.as<{ collection: string; field: string; related_collection: string; meta: { one_field: string | null } }[]>(
			'directus', 'GET', '/relations',
		);
		const ours = data.filter(({ collection }) => collection.startsWith('crm_'));
		const served = ours.map(({ collection, field, related_collection: to, meta }) => ({ collection, field, to, list: meta.one_field }));
		const byName = (left: Link, right: Link): number => `${left.collection}.${left.field}` < `${right.collection}.${right.field}` ? -1 : 1;
		expect(served.sort(byName)).toEqual([...LINKS].sort(byName));
	});

	it.each(MANY)('$name is shown, and asked about, as far as its row may be read', async ({ link }) => {
		const { collection, field, to } = link;
		const text = textOf(to);
		for (const who of TRIED) {
			const says = words();
			const pairs = [];
			for (const whose of WHOSE) pairs.push({ whose, ...(await linked(link, who, { whose, says })), ...seen(link, who, whose) });
			const ids = pairs.map(({ row }) => row);
			const answer = await get(who, `/items/${collection}?fields=id,${field}.id,${field}.${text}&${asking(ids)}`);
			const condition = { [field]: { [text]: { _in: WHOSE.map((whose) => `${says}-${whose}`) } } };
			if (isClosed(link, who)) {
				expect.soft(isRefused(answer), `${who}: ${answer.text}`).toBe(true);
				await asked(who, { collection, ids, condition }, null);
				continue;
			}
			const shown = pairs.filter(({ isSeen }) => isSeen).map(({ row, to: id, whose, isLinked }) => ({
				id: row, [field]: isLinked ? { id, [text]: `${says}-${whose}` } : null,
			}));
			expect.soft(byId(answer.data), who).toEqual(byId(shown));
			await asked(who, { collection, ids, condition }, pairs.filter(({ isLinked }) => isLinked).map(({ row }) => row));
		}
	});

	const seen = (link: Link, who: Who, whose: Whose): { isSeen: boolean; isLinked: boolean } => {
		const { row, linked: isLinked } = sightOf(link, who, whose);
		return { isSeen: row, isLinked };
	};
	const byId = (rows: Row[]): Row[] => [...rows].sort((left, right) => (String(left['id']) < String(right['id']) ? -1 : 1));

	it.each(MANY)('going back along $name, nobody finds rows by others that they may not read', async ({ link }) => {
		// GraphQL knows only the lists that there are.
		const ways = Object.fromEntries(Object.entries(WAYS).filter(([name]) => name !== 'GraphQL'));
		for (const who of TRIED) {
			const says = words();
			const to = await world.plant(link.to, who, 'own');
			await world.plant(link.collection, who, 'foreign', { [link.field]: to, [textOf(link.collection)]: says });
			const condition = { [`$FOLLOW(${link.collection},${link.field})`]: { [textOf(link.collection)]: { _eq: says } } };
			const found = isRevealed(link, who) ? [to] : [];
			await asked(who, { collection: link.to, ids: [to], condition }, isClosed(link, who) ? null : found, ways);
		}
	});

	it.each(STEPS)('$name is asked about as far as every row on the way may be read', async ({ path: [first, second] }) => {
		for (const who of TRIED) {
			const says = words();
			const rows = [];
			for (const whose of WHOSE) {
				const { row: middle } = await linked(second, who, { whose, says });
				const row = await world.plant(first.collection, who, 'own', { [first.field]: middle });
				const isFound = sightOf(second, who, whose).linked && sightOf(first, who, whoseBy(second, whose)).linked;
				rows.push({ row, isFound });
			}
			const condition = { [first.field]: { [second.field]: { [textOf(second.to)]: { _starts_with: says } } } };
			const isRefusedAtAll = isClosed(first, who) || isClosed(second, who);
			const found = rows.filter(({ isFound }) => isFound).map(({ row }) => row);
			const question = { collection: first.collection, ids: rows.map(({ row }) => row), condition };
			await asked(who, question, isRefusedAtAll ? null : found, { 'count of a list': WAYS['count of a list']! });
		}
	});

	it.each(LISTS)('the list of $name shows, and is asked about, what may be read', async ({ link }) => {
		const { collection, field, to } = link;
		const list = link.list!;
		const text = textOf(collection);
		for (const who of TRIED) {
			const says = words();
			const rows: { parent: string; child: string; isSeen: boolean }[] = [];
			for (const whose of WHOSE) {
				const parent = await world.plant(to, who, whose);
				const child = await world.plant(collection, who, whose, { [field]: parent, [text]: `${says}-${whose}` });
				rows.push({ parent, child, isSeen: sightOf(link, who, whose).linked });
			}
			const ids = rows.map(({ parent }) => parent);
			const some = { [list]: { _some: { [text]: { _starts_with: says } } } };
			const none = { [list]: { _none: { [text]: { _starts_with: says } } } };
			const visible = rows.filter(({ isSeen }) => isSeen);
			await asked(who, { collection: to, ids, condition: some }, isClosed(link, who) ? null : visible.map(({ parent }) => parent));
			await asked(who, { collection: to, ids, condition: none }, isClosed(link, who) ? null : []);
			const answer = await get(who, `/items/${to}?fields=id,${list}.id&${asking(ids)}`);
			if (isClosed(link, who)) expect.soft(isRefused(answer), `${who}: ${answer.text}`).toBe(true);
			else expect.soft(byId(answer.data), who).toEqual(byId(visible.map(({ parent: id, child }) => ({ id, [list]: [{ id: child }] }))));
		}
	});

	const DEEP = LISTS.flatMap(({ link }) =>
		MANY.filter(({ link: next }) => next.collection === link.collection && next !== link && next.to in COLLECTIONS && next.field !== link.field)
			.map(({ link: next }) => ({ link, next, name: `${link.to}.${link.list}.${next.field}` })),
	);

	it.each(DEEP)('a nested condition on $name holds for rows that may be read, by every name', async ({ link, next }) => {
		const list = link.list!;
		const text = textOf(next.to);
		for (const who of TRIED.filter((name) => readsOf(link.to, name) !== '-')) {
			const says = words();
			const parent = await world.plant(link.to, who, 'own');
			const children: string[] = [];
			for (const whose of WHOSE) {
				const to = await world.plant(next.to, who, whose, { [text]: `${says}-${whose}` });
				const child = await world.plant(link.collection, who, 'own', { [link.field]: parent, [next.field]: to });
				if (sightOf(next, who, whose).linked) children.push(child);
			}
			const filter = { [next.field]: { [text]: { _starts_with: says } } };
			const deep = (name: string): string => `deep=${json({ [name]: { _filter: filter } })}`;
			const one = `filter[id][_eq]=${parent}`;
			const plain = await get(who, `/items/${link.to}?fields=${list}.id&${one}&${deep(list)}`);
			const renamed = await get(who, `/items/${link.to}?fields=theirs.id&alias[theirs]=${list}&${one}&${deep('theirs')}`);
			const query = `query ($some: ${link.collection}_filter) { ${link.to}(filter: { id: { _eq: "${parent}" } }) { theirs: ${list}(filter: $some) { id } } }`;
			const { data } = await world.as<Record<string, Row[]>>(who, 'POST', '/graphql', { query, variables: { some: filter } });
			const idsOf = (rows: Row[] | undefined, name: string): unknown => (rows?.[0]?.[name] as Row[]).map(({ id }) => id).sort();
			expect.soft(idsOf(plain.data, list), `${who}: deep`).toEqual(children.sort());
			expect.soft(idsOf(renamed.data, 'theirs'), `${who}: alias`).toEqual(children);
			expect.soft(idsOf(data[link.to], 'theirs'), `${who}: GraphQL`).toEqual(children);
			await asked(who, { collection: link.to, ids: [parent], condition: { [list]: { _some: filter } } }, children.length > 0 ? [parent] : []);
		}
	});

	it('the one row of settings shows its links as far as they may be read', async () => {
		const settings = await world.plant('crm_settings', 'directus', 'own');
		for (const { link: { field, to } } of named.filter(({ link }) => link.collection === 'crm_settings')) {
			for (const who of TRIED) {
				for (const whose of WHOSE) {
					const id = await world.plant(to, who, whose);
					await world.plant('crm_settings', who, whose, { [field]: id });
					const answer = await world.as<Row>(who, 'GET', `/items/crm_settings?fields=${field}.id`);
					const cell = readsOf(to, who);
					const told = `${who} ${field} ${whose}: ${answer.text}`;
					if (readsOf('crm_settings', who) === '-') expect.soft(isRefused(answer), told).toBe(true);
					// Nothing was asked for that there is.
					else if (cell === '-') expect.soft(answer.data, told).toBe(settings);
					else expect.soft(answer.data[field], told).toEqual(cell === 'all' || whose === 'own' ? { id } : null);
				}
			}
		}
		await world.crm.knex('crm_settings').update({ logo: null });
	});
}, { isLong: true });
