import type { Command } from '@guanxi/core/command';
import type { Knex } from '@guanxi/core/directus';
import type { Case } from '../../domain/case/case.ts';
import { openCase } from '../../domain/intake/open-case.ts';
import { receive, type Filed, type Filing, type FilingState } from '../../domain/intake/receive.ts';
import { REFERENCES } from '../../domain/intake/reference.ts';
import { lockOf, readCase } from '../case/commands.ts';
import { readFiling } from './read-filing.ts';
import { addressOf } from './receipt-address.ts';

/** One at a time: numbers have no gaps, and of two that say the same the second one sees the first. */
export const receiveCommand: Command<Filing, FilingState, Filed, Knex> = {
	name: 'complaints.receive',
	locks: () => [{ counter: REFERENCES }],
	load: readFiling,
	decide: receive,
	forgetsKeys: true,
};

export const openCommand: Command<{ complaint: string }, { item: Case; sendsReceipt: boolean }, null, Knex> = {
	name: 'complaints.open',
	locks: ({ complaint }) => [lockOf(complaint)],
	load: async (reader, { complaint }) => ({
		item: await readCase(reader, complaint),
		sendsReceipt: (await addressOf(reader, complaint)) !== null,
	}),
	decide: openCase,
	unlogged: true,
};
