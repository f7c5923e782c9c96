import type { Knex } from 'knex';
import type { ScoringStore } from '../../application/ports.ts';
import { readModel } from '../../domain/model.ts';
import {
	readClassCounts,
	readHistory,
	readNetChanges,
	readScore,
	readStanding,
	readTransitions,
	readWork,
} from './readings.ts';
import { beginRun, failRun, finishRun, firstRunAt, lastRun } from './run-records.ts';
import { openWorkspace } from './workspace.ts';

/** Scores, runs and history in the database of Directus. */
export function createScoringStore(knex: Knex): ScoringStore {
	return {
		models: async () => ((await knex('crm_scoring_models').select()) as Record<string, unknown>[]).map(readModel),
		beginRun: (run, outbox) => beginRun(knex, run, outbox),
		finishRun: (id, outcome, outbox) => finishRun(knex, id, outcome, outbox),
		failRun: (id, error, at) => failRun(knex, id, { error, at }),
		lastRun: (model) => lastRun(knex, model),
		firstRunAt: (model) => firstRunAt(knex, model),
		openWorkspace: (request) => openWorkspace(knex, request),
		movesOfRun: (run, { after, limit }) => readHistory(knex, { run, after }, { limit, newestFirst: false }),
		score: (model, customer) => readScore(knex, model, customer),
		standing: (model, value) => readStanding(knex, model, value),
		historyOf: (model, customer, limit) => readHistory(knex, { model, customer }, { limit, newestFirst: true }),
		changes: (model, range, limit) => readHistory(knex, { model, ...range }, { limit, newestFirst: true }),
		transitions: (model, range) => readTransitions(knex, model, range),
		netChanges: (model, range) => readNetChanges(knex, model, range),
		classCounts: (model, owner) => readClassCounts(knex, model, { owner }),
		work: (model, range, owner) => readWork(knex, model, { range, owner }),
	};
}
