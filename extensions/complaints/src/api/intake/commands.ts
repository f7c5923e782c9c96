import type { Command } from '@guanxi/core/command';
import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import type { Case } from '../../domain/case/case.ts';
import { openCase } from '../../domain/intake/open-case.ts';
import { receive, type Filed, type Filing, type FilingState } from '../../domain/intake/receive.ts';
import { REFERENCES } from '../../domain/intake/reference.ts';
import type { Promises } from '../../domain/sla/promises.ts';
import { lockOf, readPromised } from '../case/commands.ts';
import { readFiling } from './read-filing.ts';
import { addressOf } from './receipt-address.ts';

/** One at a time: numbers have no gaps, and of two that say the same the second one sees the first. */
export const receiveCommand = (schema: SchemaOverview): Command<Filing, FilingState, Filed, Knex> => ({
	name: 'complaints.receive',
	locks: () => [{ counter: REFERENCES }],
	load: (reader, filing) => readFiling(reader, schema, filing),
	decide: receive,
	forgetsKeys: true,
});

type OpenState = { item: Case; sendsReceipt: boolean; promises: Promises };

export const openCommand = (schema: SchemaOverview): Command<{ complaint: string }, OpenState, null, Knex> => ({
	name: 'complaints.open',
	locks: ({ complaint }) => [lockOf(complaint)],
	load: async (reader, { complaint }) => ({
		...(await readPromised(reader, schema, complaint)),
		sendsReceipt: (await addressOf(reader, complaint)) !== null,
	}),
	decide: openCase,
	unlogged: true,
});
