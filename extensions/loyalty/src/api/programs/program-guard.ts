import type { HookCall, WriteGuards } from '@guanxi/core/guard';
import type { Row } from '../ledger/rows.ts';
import { checkProgramMessages } from '../messages/message-guard.ts';
import { noteInactivity } from './inactivity-guard.ts';
import { checkProgramTiers } from './tier-guard.ts';
import { checkTimezone } from './timezone-guard.ts';

/** Refuses a program that could not be kept to. */
export const programGuards: WriteGuards = { create: checkProgram, update: checkProgram };

async function checkProgram({ knex }: HookCall, payload: Row, keys?: string[]): Promise<Row> {
	checkProgramMessages(payload);
	await checkTimezone(knex, payload, keys);
	return noteInactivity(knex, await checkProgramTiers(knex, payload, keys), keys);
}
