import { CUSTOMER_COLUMNS, isCounted, kindOf, ORDER_COLUMNS, PREFIX, QUEUE, type Event, type Trigger } from './trigger.ts';

/** How SQLite and MySQL spell a trigger; both know triggers per row only. */
interface Spelling {
	/** Equal, or both null. */
	same: string;
	isRun: string;
	/** Notes the customer before and the one after, once if they are the same. */
	noteBoth: (column: string) => string;
	body: (condition: string, statements: string) => string;
}

const SQLITE: Spelling = {
	same: 'IS',
	isRun: 'EXISTS (SELECT 1 FROM crm_score_work WHERE is_writing = 1)',
	noteBoth: (column) => `INSERT INTO ${QUEUE} (customer) SELECT OLD.${column} UNION SELECT NEW.${column};`,
	body: (condition, statements) => `${condition && `WHEN ${condition}`} BEGIN ${statements} END`,
};

const MYSQL: Spelling = {
	same: '<=>',
	isRun: '@guanxi_scoring IS NOT NULL',
	noteBoth: (column) =>
		`${note(`NEW.${column}`)} IF NOT (OLD.${column} <=> NEW.${column}) THEN ${note(`OLD.${column}`)} END IF;`,
	body: (condition, statements) =>
		`FOR EACH ROW ${condition ? `IF ${condition} THEN ${statements} END IF` : `BEGIN ${statements} END`}`,
};

export const sqliteTriggers = (): Trigger[] => triggers(SQLITE);

/** TRUNCATE fires none on MySQL; see `kept/witness.ts`. */
export const mysqlTriggers = (): Trigger[] => triggers(MYSQL);

const note = (value: string): string => `INSERT INTO ${QUEUE} (customer) VALUES (${value});`;

function triggers(spelling: Spelling): Trigger[] {
	const { same, isRun, noteBoth } = spelling;
	const differs = (columns: string[]) => `NOT (${columns.map((column) => `OLD.${column} ${same} NEW.${column}`).join(' AND ')})`;
	const [wasCounted, counts] = [isCounted('OLD'), isCounted('NEW')];
	const orderChanged = `(${wasCounted} OR ${counts}) AND (${wasCounted} <> ${counts} OR ${differs(ORDER_COLUMNS)})`;
	const make = (table: string, event: Event, { when, then }: { when: string; then: string }): Trigger => {
		const name = PREFIX + kindOf(table, event);
		return { name, table, create: [`CREATE TRIGGER ${name} AFTER ${event} ON ${table} ${spelling.body(when, then)}`] };
	};
	const notARun = `NOT (${isRun})`;
	return [
		make('crm_orders', 'insert', { when: counts, then: note('NEW.customer') }),
		make('crm_orders', 'update', { when: orderChanged, then: noteBoth('customer') }),
		make('crm_orders', 'delete', { when: wasCounted, then: note('OLD.customer') }),
		make('crm_customers', 'insert', { when: '', then: note('NEW.id') }),
		make('crm_customers', 'update', { when: `${differs(CUSTOMER_COLUMNS)} AND ${notARun}`, then: noteBoth('id') }),
		make('crm_customers', 'delete', { when: '', then: note('OLD.id') }),
		make('crm_customer_scores', 'insert', { when: notARun, then: note('NEW.customer') }),
		make('crm_customer_scores', 'update', { when: notARun, then: noteBoth('customer') }),
		make('crm_customer_scores', 'delete', { when: notARun, then: note('OLD.customer') }),
	];
}
