import { randomUUID } from 'node:crypto';
import type { ActionHandler } from '@guanxi/core/action-handler';
import { enqueueActions } from '@guanxi/core/actions';
import { runCommand, type Command } from '@guanxi/core/command';
import type { Host, Knex, SchemaOverview } from '@guanxi/core/directus';
import type { WriteGuards } from '@guanxi/core/guard';
import { safely } from '@guanxi/core/safely';
import { hear, HEAR, hearAction, heardOf, type Heard, type HearState } from '../../domain/sla/hear.ts';
import { resumeAction } from '../../domain/intake/open-case.ts';
import { COMPLAINTS } from '../../domain/case/case.ts';
import { lockOf, readPromised } from '../case/commands.ts';
import type { Row } from '../rows.ts';

interface Input {
	complaint: string;
	heard: Heard;
}

export const hearCommand = (schema: SchemaOverview): Command<Input, HearState, null, Knex> => ({
	name: 'complaints.hear',
	locks: ({ complaint }) => [lockOf(complaint)],
	load: async (reader, { complaint }) => ({
		...(await readPromised(reader, schema, complaint)),
		hasResponse: ((await reader(COMPLAINTS).where({ id: complaint }).first('first_response_at')) as Row)['first_response_at'] !== null,
	}),
	decide: hear,
	forgetsKeys: true,
});

export const hearMessage = (host: Host): ActionHandler<Knex> => ({
	kind: HEAR,
	perform: async ({ subjectId, payload, dedupeKey }) => {
		const input = { complaint: String(subjectId), heard: (payload['heard'] ?? null) as Heard };
		await runCommand(host, hearCommand(await host.getSchema()), { input, caller: 'complaints', idempotencyKey: dedupeKey });
	},
});

/** After an edit other limits may hold. Should it be lost, whatever happens next to the case finds them. */
export function hearEdits({ action }: { action: (event: string, handler: (meta: Record<string, unknown>) => void) => void }, host: Host): void {
	action(`${COMPLAINTS}.items.update`, ({ keys }) => {
		void safely(host, 'looking at the clocks of a complaint', () => lookAtClocks(host, (keys as unknown[]).map(String)));
	});
}

async function lookAtClocks(host: Host, complaints: readonly string[]): Promise<void> {
	const command = hearCommand(await host.getSchema());
	for (const complaint of complaints) {
		await runCommand(host, command, { input: { complaint, heard: null }, caller: 'complaints', idempotencyKey: null });
	}
}

/** What staff and programs note about a case. The action is in the transaction of the note: neither is there without the other. */
export const noteGuards: WriteGuards = {
	create: async ({ knex, accountability }, payload) => {
		const { complaint, direction = 'outbound', user = accountability?.user } = payload;
		const heard = heardOf({ direction, user });
		if (typeof complaint !== 'string' || heard === undefined) return payload;
		const now = new Date();
		const [id, key] = [complaint.toLowerCase(), randomUUID()];
		const goesOn = heard === 'customer_wrote' ? [resumeAction(id, key, now)] : [];
		await enqueueActions(knex, [hearAction(id, heard, { key, now }), ...goesOn], now);
		return payload;
	},
};
