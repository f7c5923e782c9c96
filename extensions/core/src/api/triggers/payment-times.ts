import type { AuditCheck } from '../audit.ts';
import type { Knex } from '../directus.ts';
import { dialect, type Dialect } from '../install/read-current.ts';
import { dropTriggers, keepTriggers, missingTriggers, NAME, type TriggerSet, type TriggerText } from './trigger-set.ts';

const SET = { table: 'crm_orders', prefix: 'crm_payment_times_' };
const COLUMNS = ['id', 'status', 'placed_at', 'paid_at'];

/**
 * An order that becomes paid has a time of payment from then on, whoever writes it. Unless one is given: the moment when it became paid; of
 * an order that comes in as paid, the time when it was placed. By triggers, because a hook would need the caller's right to write the field,
 * and gives all rows of an update the same value. Throws where the database refuses triggers.
 */
export async function keepPaymentTimes(knex: Knex): Promise<void> {
	const present = await knex(SET.table).columnInfo();
	// One that names a column which somebody took away would make every write fail.
	if (COLUMNS.every((column) => column in present)) await keepTriggers(knex, triggerSet(knex));
	else await stopPaymentTimes(knex);
}

export const stopPaymentTimes = (knex: Knex): Promise<void> => dropTriggers(knex, SET);

export const PAYMENT_TIMES_CHECK: AuditCheck = {
	name: 'core.payment_times_are_noted',
	violations: ({ database }) => missingTriggers(database, triggerSet(database)),
};

const triggerSet = (knex: Knex): TriggerSet => ({ ...SET, triggers: SPELLINGS[dialect(knex)] });

const on = (event: 'insert' | 'update', when: 'BEFORE' | 'AFTER', body: string): TriggerText => ({
	event,
	create: [`CREATE TRIGGER ${NAME} ${when} ${event.toUpperCase()} ON crm_orders ${body}`],
});

/** SQLite's triggers cannot change the row that is being written, only write it once more. */
function sqlite(): TriggerText[] {
	const now = `CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)`;
	const note = (at: string): string => `BEGIN UPDATE crm_orders SET "paid_at" = ${at} WHERE "id" = NEW."id"; END`;
	const unsaid = `NEW."status" = 'paid' AND NEW."paid_at" IS NULL`;
	return [
		on('insert', 'AFTER', `WHEN ${unsaid} ${note(`min(NEW."placed_at", ${now})`)}`),
		on('update', 'AFTER', `WHEN ${unsaid} AND OLD."status" IS NOT 'paid' ${note(now)}`),
	];
}

function mysql(): TriggerText[] {
	const note = (condition: string, at: string): string =>
		`FOR EACH ROW IF NEW.\`status\` = 'paid' AND NEW.\`paid_at\` IS NULL${condition} THEN SET NEW.\`paid_at\` = ${at}; END IF`;
	return [
		on('insert', 'BEFORE', note('', 'LEAST(NEW.`placed_at`, NOW())')),
		on('update', 'BEFORE', note(` AND NOT (OLD.\`status\` <=> 'paid')`, 'NOW()')),
	];
}

/** Columns are named inside the function only: a trigger that names them would forbid changing their type. */
function postgres(): TriggerText[] {
	const note = `CREATE FUNCTION ${NAME}() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $paid$
		BEGIN
			IF NEW.status = 'paid' AND NEW.paid_at IS NULL THEN
				IF TG_OP = 'INSERT' THEN NEW.paid_at := least(NEW.placed_at, now());
				ELSIF OLD.status IS DISTINCT FROM 'paid' THEN NEW.paid_at := now();
				END IF;
			END IF;
			RETURN NEW;
		END $paid$`;
	const trigger = `CREATE TRIGGER ${NAME} BEFORE INSERT OR UPDATE ON crm_orders FOR EACH ROW EXECUTE FUNCTION ${NAME}()`;
	return [{ event: 'row', create: [note, trigger] }];
}

const SPELLINGS: Record<Dialect, TriggerText[]> = { sqlite3: sqlite(), mysql: mysql(), pg: postgres() };
