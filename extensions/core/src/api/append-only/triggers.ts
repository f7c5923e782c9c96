import type { Dialect } from '../install/read-current.ts';
import { NAME, type TriggerText } from '../triggers/trigger-set.ts';

/** A table whose rows are added and never changed or deleted. */
export interface AppendOnly {
	table: string;
	/** Columns that core's merge and erasure may change; hooks refuse these to everybody else. */
	mayChange: string[];
	/** Columns that may only become empty, such as a user who is deleted. */
	mayBecomeNull?: string[];
}

export const prefixOf = (table: string): string => `crm_append_only_${table.replace(/^crm_/, '')}_`;

/** The triggers that refuse changes, in the words of each database. `columns`: all of the table, also an administrator's own. */
export const triggersFor = (client: Dialect, rule: AppendOnly, columns: string[]): TriggerText[] =>
	SPELLINGS[client]({ ...rule, mayBecomeNull: rule.mayBecomeNull ?? [] }, columns);

type Spelling = (rule: Required<AppendOnly>, columns: string[]) => TriggerText[];

const words = (table: string): string => `${table} is append-only: rows are added, never changed or deleted`;

const sqlite: Spelling = (rule, columns) => {
	const refuse = `BEGIN SELECT RAISE(ABORT, '${words(rule.table)}'); END`;
	const same = (column: string): string => `OLD."${column}" IS NEW."${column}"`;
	const isAllowed = unchanged(rule, columns, { same, quote: (column) => `NEW."${column}"` });
	return [
		{ event: 'update', create: [`CREATE TRIGGER ${NAME} BEFORE UPDATE ON ${rule.table} WHEN NOT (${isAllowed}) ${refuse}`] },
		{ event: 'delete', create: [`CREATE TRIGGER ${NAME} BEFORE DELETE ON ${rule.table} ${refuse}`] },
	];
};

/** Compared as bytes: its collations take "a" and "A" for the same. */
const mysql: Spelling = (rule, columns) => {
	const refuse = `SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${words(rule.table)}'`;
	const same = (column: string): string => `CAST(OLD.\`${column}\` AS BINARY) <=> CAST(NEW.\`${column}\` AS BINARY)`;
	const isAllowed = unchanged(rule, columns, { same, quote: (column) => `NEW.\`${column}\`` });
	const on = (event: string, body: string) => ({
		event,
		create: [`CREATE TRIGGER ${NAME} BEFORE ${event.toUpperCase()} ON ${rule.table} FOR EACH ROW ${body}`],
	});
	return [on('update', `IF NOT (${isAllowed}) THEN ${refuse}; END IF`), on('delete', refuse)];
};

function unchanged(
	{ mayChange, mayBecomeNull }: Required<AppendOnly>,
	columns: string[],
	{ same, quote }: { same: (column: string) => string; quote: (column: string) => string },
): string {
	const kept = columns.filter((column) => !mayChange.includes(column));
	return kept
		.map((column) => (mayBecomeNull.includes(column) ? `(${quote(column)} IS NULL OR ${same(column)})` : `(${same(column)})`))
		.join(' AND ');
}

/** Rows are compared as JSON inside the function: a trigger that names columns would forbid changing their type. */
const pg: Spelling = ({ table, mayChange, mayBecomeNull }) => {
	const free = [...mayChange, ...mayBecomeNull].map((column) => `'${column}'`).join(', ');
	const rest = (row: string): string => `to_jsonb(${row}) - CAST(ARRAY[${free}] AS text[])`;
	const emptied = mayBecomeNull.map(
		(column) =>
			` AND (to_jsonb(NEW)->>'${column}' IS NULL OR to_jsonb(OLD)->'${column}' = to_jsonb(NEW)->'${column}')`,
	);
	const refuse = `CREATE FUNCTION ${NAME}() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $keep$
		BEGIN
			IF TG_OP = 'UPDATE' THEN
				IF ${rest('OLD')} = ${rest('NEW')}${emptied.join('')} THEN RETURN NEW; END IF;
			END IF;
			RAISE EXCEPTION '${words(table)}';
		END $keep$`;
	const on = (event: string, firing: string) => ({
		event,
		create: [refuse, `CREATE TRIGGER ${NAME} BEFORE ${firing} EXECUTE FUNCTION ${NAME}()`],
	});
	return [on('row', `UPDATE OR DELETE ON ${table} FOR EACH ROW`), on('truncate', `TRUNCATE ON ${table} FOR EACH STATEMENT`)];
};

const SPELLINGS: Record<Dialect, Spelling> = { sqlite3: sqlite, mysql, pg };
