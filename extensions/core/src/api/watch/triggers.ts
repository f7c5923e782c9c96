import type { WatchSpec } from '@guanxi/schema/model';
import type { Dialect } from '../install/read-current.ts';
import { NAME, type TriggerText } from '../triggers/trigger-set.ts';

/**
 * The triggers that put down an action for every change that matters. Each change gets an action of its own: one that is
 * already waiting may be done before this change is committed, and would not see it.
 */
export function triggersFor(client: Dialect, watch: WatchSpec, schema: string): TriggerText[] {
	const all = client === 'pg' ? postgres(watch, schema) : byRow(watch, ROWS[client]);
	const { events } = watch;
	return events ? all.filter(({ event }) => events.some((name) => name === event)) : all;
}

interface Rows {
	quote: (column: string) => string;
	/** Equal, or both null. */
	same: string;
	now: string;
	key: string;
	body: (condition: string, statement: string) => string;
}

const ROWS: Record<Exclude<Dialect, 'pg'>, Rows> = {
	sqlite3: {
		quote: (column) => `"${column}"`,
		same: 'IS',
		now: `CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)`,
		key: 'lower(hex(randomblob(16)))',
		body: (condition, statement) => `WHEN ${condition} BEGIN ${statement}; END`,
	},
	mysql: {
		quote: (column) => `\`${column}\``,
		same: '<=>',
		now: 'CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)',
		key: 'UUID()',
		body: (condition, statement) => `FOR EACH ROW IF ${condition} THEN ${statement}; END IF`,
	},
};

function byRow(watch: WatchSpec, { quote, same, now, key, body }: Rows): TriggerText[] {
	const { table, columns, subject } = watch;
	const differs = `NOT (${columns.map((column) => `OLD.${quote(column)} ${same} NEW.${quote(column)}`).join(' AND ')})`;
	const [before, after] = [condition(watch, 'OLD', quote), condition(watch, 'NEW', quote)];
	const note = (row: string): string =>
		`INSERT INTO crm_actions (${COLUMNS}) VALUES (${values(watch, { subject: `${row}.${quote(subject.column)}`, now, key })})`;
	const on = (event: string, when: string, row: string): TriggerText => ({
		event,
		create: [`CREATE TRIGGER ${NAME} AFTER ${event.toUpperCase()} ON ${table} ${body(when, note(row))}`],
	});
	return [on('insert', after, 'NEW'), on('update', `${differs} AND (${before} OR ${after})`, 'NEW'), on('delete', before, 'OLD')];
}

/** Rows come in bulk: one call per statement. The functions run with their owner's rights, so that whoever may write still can. */
function postgres(watch: WatchSpec, schema: string): TriggerText[] {
	const { table, columns, subject, json = [] } = watch;
	const quote = (column: string): string => `"${column}"`;
	const key = `replace(CAST(gen_random_uuid() AS text), '-', '')`;
	const now = `CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint)`;
	const when = (row: string): string => condition(watch, row, quote, `${schema}.`);
	const valueOf = (row: string, column: string): string =>
		json.includes(column) ? `CAST(${row}.${quote(column)} AS text)` : `${row}.${quote(column)}`;
	const tuple = (row: string): string => `(${columns.map((column) => valueOf(row, column)).join(', ')})`;
	const one = (row: string): string => values(watch, { subject: `CAST(${row}.${quote(subject.column)} AS text)`, now, key });
	const changed = `${tuple('was')} IS DISTINCT FROM ${tuple('now')} AND (${when('was')} OR ${when('now')})`;
	const on = (event: string, tables: string, select: string): TriggerText => ({
		event,
		create: [
			`CREATE FUNCTION ${schema}.${NAME}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
			SET search_path = pg_catalog, pg_temp AS $watch$
			BEGIN
				INSERT INTO ${schema}.crm_actions (${COLUMNS}) ${select};
				RETURN NULL;
			END $watch$`,
			`CREATE TRIGGER ${NAME} AFTER ${event.toUpperCase()} ON ${schema}.${table}
			REFERENCING ${tables} FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.${NAME}()`,
		],
	});
	return [
		on('insert', 'NEW TABLE AS new_rows', `SELECT ${one('now')} FROM new_rows now WHERE ${when('now')}`),
		on(
			'update',
			'OLD TABLE AS old_rows NEW TABLE AS new_rows',
			`SELECT ${one('now')} FROM new_rows now JOIN old_rows was ON was.id = now.id WHERE ${changed}`,
		),
		on('delete', 'OLD TABLE AS old_rows', `SELECT ${one('was')} FROM old_rows was WHERE ${when('was')}`),
	];
}

const COLUMNS = 'kind, subject_collection, subject_id, due_at_ms, state, attempts, payload, dedupe_key, created_at_ms';

function values({ kind, subject: { collection } }: WatchSpec, { subject, now, key }: Record<'subject' | 'now' | 'key', string>): string {
	return `'${kind}', '${collection}', ${subject}, ${now}, 'scheduled', 0, '{}', ${key}, ${now}`;
}

/** PostgreSQL's functions look nothing up by themselves: tables are named with their schema there. */
function condition({ when }: WatchSpec, row: string, quote: (column: string) => string, schema = ''): string {
	const named = when.replace(/@\.(\w+)/g, (_all, column: string) => `${row}.${quote(column)}`);
	return `(${named.replace(/\bcrm_\w+/g, (table) => `${schema}${table}`)})`;
}
