import { CUSTOMER_COLUMNS, isCounted, kindOf, ORDER_COLUMNS, PREFIX, QUEUE, type Event, type Trigger } from './trigger.ts';

/**
 * Orders come in bulk: one call per statement, with the rows before and after it. Customers and scores change one by
 * one, or by a run, whose writes the condition passes over without any call. The functions run with their owner's rights
 * and name every table in full, so that whoever may write an order can still do so, under any search path.
 */
export function postgresTriggers(schema: string): Trigger[] {
	const columns = ORDER_COLUMNS.join(', ');
	const counted = (rows: string) => `SELECT ${columns} FROM ${rows} r WHERE ${isCounted('r')}`;
	const changed = `SELECT customer FROM (${counted('old_rows')} EXCEPT ${counted('new_rows')}) gone
		UNION SELECT customer FROM (${counted('new_rows')} EXCEPT ${counted('old_rows')}) come`;
	const customersIn = (rows: string) => `SELECT DISTINCT r.customer FROM ${rows} r WHERE ${isCounted('r')}`;
	const make = (table: string, event: Event, { sql, firing }: { sql: string; firing: string }) =>
		trigger({ schema, table, event }, { sql, firing });
	const perStatement = (rows: string) => `REFERENCING ${rows} FOR EACH STATEMENT`;
	const oldRows = 'OLD TABLE AS old_rows';
	const newRows = 'NEW TABLE AS new_rows';
	const perRow = (condition?: string) => `FOR EACH ROW ${condition ? `WHEN (${condition})` : ''}`;
	const tuple = (row: string) => `(${CUSTOMER_COLUMNS.map((column) => `${row}.${column}`).join(', ')})`;
	const isChanged = `${tuple('OLD')} IS DISTINCT FROM ${tuple('NEW')}`;
	return [
		make('crm_orders', 'insert', { sql: customersIn('new_rows'), firing: perStatement(newRows) }),
		make('crm_orders', 'update', { sql: changed, firing: perStatement(`${oldRows} ${newRows}`) }),
		make('crm_orders', 'delete', { sql: customersIn('old_rows'), firing: perStatement(oldRows) }),
		make('crm_customers', 'insert', { sql: 'SELECT id FROM new_rows', firing: perStatement(newRows) }),
		make('crm_customers', 'update', { sql: either('id'), firing: perRow(`${isChanged} AND ${NOT_A_RUN}`) }),
		make('crm_customers', 'delete', { sql: 'SELECT id FROM old_rows', firing: perStatement(oldRows) }),
		make('crm_customer_scores', 'insert', { sql: 'SELECT NEW.customer', firing: perRow(NOT_A_RUN) }),
		make('crm_customer_scores', 'update', { sql: either('customer'), firing: perRow(NOT_A_RUN) }),
		make('crm_customer_scores', 'delete', { sql: 'SELECT OLD.customer', firing: perRow(NOT_A_RUN) }),
		...['crm_orders', 'crm_customers', 'crm_customer_scores'].map((table) =>
			make(table, 'truncate', { sql: 'SELECT CAST(NULL AS uuid)', firing: 'FOR EACH STATEMENT' }),
		),
	];
}

const NOT_A_RUN = "COALESCE(current_setting('guanxi.scoring', true), '') <> 'on'";

const either = (column: string): string => `SELECT OLD.${column} UNION SELECT NEW.${column}`;

function trigger(
	{ schema, table, event }: { schema: string; table: string; event: Event },
	{ sql, firing }: { sql: string; firing: string },
): Trigger {
	const name = PREFIX + kindOf(table, event);
	const create = [
		`CREATE FUNCTION ${schema}.${name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
		SET search_path = pg_catalog, pg_temp AS $track$
		BEGIN
			INSERT INTO ${schema}.${QUEUE} (customer) ${sql};
			RETURN NULL;
		END $track$`,
		`CREATE TRIGGER ${name} AFTER ${event} ON ${schema}.${table} ${firing} EXECUTE FUNCTION ${schema}.${name}()`,
	];
	return { name, table, create };
}
