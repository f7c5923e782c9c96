import type { Command } from '@guanxi/core/command';
import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import { approve, type Approval, type Approved } from '../../domain/case/approve.ts';
import { COMPLAINT, COMPLAINTS, type Case } from '../../domain/case/case.ts';
import { CASE_WORDS } from '../../domain/case/case-words.ts';
import { merge, type Merge, type Merged, type MergeState } from '../../domain/case/merge.ts';
import { transition, type CaseSettings, type Moved, type MoveInput, type MoveState } from '../../domain/case/transition.ts';
import type { Promises } from '../../domain/sla/promises.ts';
import { caseOf, moneyOf, type Row } from '../rows.ts';
import { readPromises } from '../sla/read-promises.ts';

export const lockOf = (id: string) => ({ table: COMPLAINTS, id, what: COMPLAINT });

export const transitionCommand = (schema: SchemaOverview): Command<MoveInput, MoveState, Moved, Knex> => ({
	name: 'complaints.transition',
	locks: ({ complaint }) => [lockOf(complaint)],
	load: async (reader, { complaint, duplicate_of: master }) => ({
		...(await readPromised(reader, schema, complaint)),
		settings: await readCaseSettings(reader),
		hasMaster: master !== undefined && (await reader(COMPLAINTS).where({ id: master }).first('id')) !== undefined,
	}),
	decide: transition,
	words: CASE_WORDS,
	forgetsKeys: true,
});

export const approveCommand: Command<Approval, { item: Case }, Approved, Knex> = {
	name: 'complaints.approve-remedy',
	locks: ({ complaint }) => [lockOf(complaint)],
	load: async (reader, { complaint }) => ({ item: await readCase(reader, complaint) }),
	decide: approve,
	words: CASE_WORDS,
};

/** Both are locked, and both are there. */
export const mergeCommand = (schema: SchemaOverview): Command<Merge, MergeState, Merged, Knex> => ({
	name: 'complaints.merge',
	locks: ({ complaint, into }) => [lockOf(complaint), lockOf(into)],
	load: async (reader, { complaint, into }) => {
		const { item: master, promises: masterPromises } = await readPromised(reader, schema, into);
		return { ...(await readPromised(reader, schema, complaint)), master, masterPromises, settings: await readCaseSettings(reader) };
	},
	decide: merge,
	words: CASE_WORDS,
	forgetsKeys: true,
});

/** Under its lock, so it is there. */
export async function readCase(reader: Knex, id: string): Promise<Case> {
	return caseOf((await reader(COMPLAINTS).where({ id }).first()) as Row);
}

/** A case with what is promised about it. */
export async function readPromised(reader: Knex, schema: SchemaOverview, id: string): Promise<{ item: Case; promises: Promises }> {
	const row = (await reader(COMPLAINTS).where({ id }).first()) as Row;
	return { item: caseOf(row), promises: await readPromises(reader, schema, row) };
}

export async function readCaseSettings(reader: Knex): Promise<CaseSettings> {
	const row: Row = (await reader('crm_settings').first('complaint_approval_limit', 'complaint_reopen_days')) ?? {};
	return { approvalLimit: moneyOf(row['complaint_approval_limit']), reopenDays: Number(row['complaint_reopen_days'] ?? 30) };
}
