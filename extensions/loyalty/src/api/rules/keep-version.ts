import { randomUUID } from 'node:crypto';
import type { Knex } from '@guanxi/core/directus';
import { refusal } from '@guanxi/core/http';
import { RULE_WORDS } from '../../domain/rules/rule-words.ts';
import { snapshotOf, type StoredRule } from '../../domain/rules/stored-rule.ts';
import { VERSIONS } from './read-versions.ts';

/**
 * Keeps what a rule is about to say under a new number. Directus saves the rule itself later, and not in this transaction: the version counts
 * once the rule says its number, so a save that fails leaves nothing behind but a row that the next change clears away.
 */
export async function keepVersion(knex: Knex, { before, after }: { before: StoredRule | null; after: StoredRule }, now: Date): Promise<void> {
	const isFirst = !before || before.version === 0;
	const isMissing = !isFirst && !(await isKept(knex, before));
	const rows = [...(isMissing ? [rowOf(before, 0)] : []), rowOf(after, isFirst ? 0 : now.getTime())];
	try {
		await knex.transaction(async (trx) => {
			await trx(VERSIONS).where({ rule: after.id }).where('version', '>', before?.version ?? 0).del();
			await trx(VERSIONS).insert(rows);
		});
	} catch (error) {
		// Two changes at once want one number.
		if (await isKept(knex, after)) throw refusal(409, RULE_WORDS, { reason: 'rule_being_changed' });
		throw error;
	}
}

const isKept = async (knex: Knex, { id, version }: StoredRule): Promise<boolean> =>
	(await knex(VERSIONS).where({ rule: id, version }).first('id')) !== undefined;

const rowOf = (rule: StoredRule, validFromMs: number) => ({
	id: randomUUID(),
	rule: rule.id,
	version: rule.version,
	valid_from_ms: validFromMs,
	snapshot: snapshotOf(rule),
});
