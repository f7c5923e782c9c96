import type { ActionHandler } from '../../application/actions/ports.ts';
import type { Command, CommandRequest, Outcome } from '../../application/command/run-command.ts';
import type { Clock } from '../../domain/clock/clock.ts';
import { clockWrites } from '../../domain/clock/clock-change.ts';
import type { StepPayload } from '../../domain/clock/ladder.ts';
import { takeStep } from '../../domain/clock/take-step.ts';
import type { Acceptance, Circumstances } from '../../domain/command/decision.ts';
import { readTimekeeping, type Timekeeping } from './read-clocks.ts';
import type { ClockOwner } from './sweep-clocks.ts';
import type { Knex } from '../directus.ts';

/** What a step that is due asks the plugin to do. */
export interface DueStep {
	clock: Clock;
	/** Of what the step does, that which is left to do. */
	does: string[];
	key: string;
	isLate: boolean;
}

/** How a plugin takes the steps of its ladders, in the transaction that notes that they were taken. */
export interface StepTaker<State> extends ClockOwner {
	/** Reads what the deeds need, with the lock of the subject held. */
	load: (reader: Knex, subject: string) => Promise<State>;
	/** Pure: what the deeds change, and what others are told. */
	act: (state: State, step: DueStep, circumstances: Circumstances) => Pick<Acceptance<unknown>, 'effects' | 'facts' | 'actions'>;
}

type Input = StepPayload & { subject: string; dueAt: string };

interface Answer {
	/** When to look again: nobody is there now. */
	again: string | null;
}

export type RunCommand = <State>(command: Command<Input, State, Answer, Knex>, request: CommandRequest<Input>) => Promise<Outcome<Answer>>;

/** How steps are done: whatever happens to the process, each is taken once, because its command notes it with the clock. */
export function stepHandler<State>(taker: StepTaker<State>, run: RunCommand): ActionHandler<Knex> {
	const command = stepCommand(taker);
	return {
		kind: taker.stepKind,
		perform: async ({ subjectId, payload, dueAt }, now) => {
			const input: Input = { ...(payload as StepPayload), subject: String(subjectId), dueAt: dueAt.toISOString() };
			const outcome = await run(command, { input, caller: 'core', idempotencyKey: null, now });
			// Of what was deleted nothing is promised any more.
			return outcome.kind === 'done' && outcome.answer.again !== null ? { again: new Date(outcome.answer.again) } : undefined;
		},
	};
}

const stepCommand = <State>(taker: StepTaker<State>): Command<Input, Timekeeping & { state: State; row: Record<string, unknown> }, Answer, Knex> => ({
	name: 'core.take-step',
	unlogged: true,
	locks: ({ subject }) => [{ table: taker.collection, id: subject, what: taker.what }],
	load: async (reader, { subject }) => ({
		...(await readTimekeeping(reader, { collection: taker.collection, ids: [subject] })),
		row: await reader(taker.collection).where({ id: subject }).first('id', ...taker.columns),
		state: await taker.load(reader, subject),
	}),
	decide: ({ clocks, calendars, row, state }, { subject: _subject, dueAt, ...step }, circumstances) => {
		const clock = clocks.find(({ id }) => id === step.clock);
		const taken = clock ? takeStep(clock, { ...step, dueAt: new Date(dueAt) }, circumstances.now, calendars) : { kind: 'void' as const };
		if (taken.kind !== 'taken') return { answer: { again: taken.kind === 'later' ? taken.again.toISOString() : null } };
		const { change, does, isLate } = taken;
		const writes = clockWrites([change], taker.stepKind, calendars);
		const done = taker.act(state, { clock: change.after, does, key: step.key, isLate }, circumstances);
		return {
			answer: { again: null },
			effects: [...writes.effects, ...(done.effects ?? [])],
			actions: [...writes.actions, ...(done.actions ?? [])],
			facts: [...(change.isBreached ? [taker.breached(change, row)] : []), ...(done.facts ?? [])],
		};
	},
});
