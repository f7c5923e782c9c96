import type { WorkspaceRequest } from '../../application/ports.ts';
import { numberedOutcomes } from './decision-case.ts';
import type { Session } from './session.ts';

/** Names of a run's tables; the temporary ones are unique, because on SQLite several models share a connection. */
export interface Tables {
	/** One row per scored customer: value, attributes, and what was stored about the customer before. */
	work: string;
	/** Every possible outcome with its texts. */
	outcomes: string;
	customerIds: string;
	orderIds: string;
	/** Rows to write. */
	differences: string;
	removed: string;
	/** Rows of the queue of changes: being handed out, and waiting for this model. */
	handedOut: string;
	waiting: string;
	/** Customers whose kept rows are computed anew, and the sums of their orders. */
	dirty: string;
	sums: string;
}

export function tableNames(id: string): Tables {
	const name = (kind: string) => `crm_tmp_${kind}_${id}`;
	return {
		work: name('work'),
		outcomes: name('outcomes'),
		customerIds: name('customers'),
		orderIds: name('orders'),
		differences: name('differences'),
		removed: name('removed'),
		handedOut: name('handed_out'),
		waiting: name('waiting'),
		dirty: name('dirty'),
		sums: name('sums'),
	};
}

export async function fillOutcomes(session: Session, tables: Tables, request: WorkspaceRequest): Promise<void> {
	const { temporary } = session.dialect;
	await session.run(
		`CREATE TEMPORARY TABLE ${tables.outcomes} (number integer, base ${temporary.text}, held integer,
		class ${temporary.text}, reason ${temporary.text}) ${temporary.suffix}`,
	);
	if (session.dialect.name !== 'postgres') {
		await session.run(`CREATE INDEX ${tables.outcomes}_r ON ${tables.outcomes} (reason)`);
	}
	const rows = numberedOutcomes(request.rules);
	for (let from = 0; from < rows.length; from += 100) {
		const page = rows.slice(from, from + 100);
		const bindings = page.flatMap((row) => [row.base, row.class, row.reason]);
		const values = page.map((row) => `(${row.number}, ?, ${row.held}, ?, ?)`).join(', ');
		await session.run(`INSERT INTO ${tables.outcomes} (number, base, held, class, reason) VALUES ${values}`, bindings);
	}
	if (session.dialect.name === 'postgres') await session.run(`ANALYZE ${tables.outcomes}`);
}

/** Writes the ids behind a filter to a temporary table, page by page. */
export async function fillIds(session: Session, table: string, pages: AsyncIterable<string[]>): Promise<void> {
	const { temporary } = session.dialect;
	await session.run(
		`CREATE TEMPORARY TABLE ${table} (id ${temporary.uuid} NOT NULL PRIMARY KEY) ${temporary.suffix}`,
	);
	for await (const ids of pages) {
		if (ids.length === 0) continue;
		await session.run(`INSERT INTO ${table} (id) VALUES ${ids.map(() => '(?)').join(', ')}`, ids);
	}
}

const COLUMNS = (uuid: string): string =>
	`customer ${uuid} NOT NULL, turnover bigint, orders integer, missing integer, potential smallint, risk smallint,
	score ${uuid}, before_number integer, held smallint, before_class smallint, value_changed smallint, mirror smallint`;

export async function createScratch({ dialect, run }: Session, table: string): Promise<void> {
	const { temporary } = dialect;
	await run(`CREATE TEMPORARY TABLE ${table} (${COLUMNS(temporary.uuid)}) ${temporary.suffix}`);
}

/** The same rows in a plain table, which outlives the run; returns what is to do when they are filled in. */
export async function createKeptTable({ dialect, run }: Session, table: string): Promise<string[]> {
	const { create, afterFill } = dialect.keptTable(table, COLUMNS(dialect.temporary.uuid));
	await run(create);
	return afterFill;
}
