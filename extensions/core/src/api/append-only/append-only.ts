import type { PluginSchema } from '@guanxi/schema/model';
import type { AuditCheck } from '../audit.ts';
import type { Knex } from '../directus.ts';
import { dialect } from '../install/read-current.ts';
import { dropTriggers, keepTriggers, missingTriggers, type TriggerSet } from '../triggers/trigger-set.ts';
import { prefixOf, triggersFor, type AppendOnly } from './triggers.ts';

export type { AppendOnly };

/**
 * Makes the database itself refuse changes of a table's rows. Throws where the database refuses triggers; a table that is not
 * there is passed over.
 */
export async function keepAppendOnly(knex: Knex, rule: AppendOnly): Promise<void> {
	const set = await triggerSet(knex, rule);
	if (set) await keepTriggers(knex, set);
}

/** Rows may be changed again: before the table goes, or while a migration works on it. */
export const releaseAppendOnly = (knex: Knex, { table }: AppendOnly): Promise<void> =>
	dropTriggers(knex, { table, prefix: prefixOf(table) });

/** Says which triggers are missing: `name` is the check's, such as `core.events_are_append_only`. */
export function appendOnlyCheck(name: string, rule: AppendOnly): AuditCheck {
	return {
		name,
		violations: async ({ database }) => {
			const set = await triggerSet(database, rule);
			return set ? missingTriggers(database, set) : [];
		},
	};
}

/** The append-only collections that a plugin declares. */
export function appendOnlyOf({ collections }: PluginSchema): AppendOnly[] {
	return collections.flatMap(({ collection, fields, appendOnly }) => {
		if (!appendOnly) return [];
		const mayBecomeNull = fields.filter(({ relation }) => relation?.onDelete === 'SET NULL').map(({ field }) => field);
		return [{ table: collection, mayChange: appendOnly.mayChange, mayBecomeNull }];
	});
}

async function triggerSet(knex: Knex, rule: AppendOnly): Promise<TriggerSet | null> {
	const columns = Object.keys(await knex(rule.table).columnInfo()).sort();
	if (columns.length === 0) return null;
	return { table: rule.table, prefix: prefixOf(rule.table), triggers: triggersFor(dialect(knex), rule, columns) };
}
