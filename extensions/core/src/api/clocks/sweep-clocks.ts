import type { Command, CommandRequest } from '../../application/command/run-command.ts';
import { CLOCKS, clockWrites } from '../../domain/clock/clock-change.ts';
import { followTime } from '../../domain/clock/follow-time.ts';
import { moveClock, type ClockChange } from '../../domain/clock/move-clock.ts';
import type { Fact } from '../../domain/command/decision.ts';
import type { Phrase } from '../../domain/words.ts';
import { runUnheard } from '../command/run.ts';
import { databaseTime } from '../database-time.ts';
import type { Knex } from '../directus.ts';
import { currentCalendars } from './calendar-versions.ts';
import { readTimekeeping, type Timekeeping } from './read-clocks.ts';

/** What a plugin says about the things whose clocks it keeps. */
export interface ClockOwner {
	/** Their collection, with a lock `ver`. */
	collection: string;
	what: Phrase;
	/** The plugin's kind of action for the steps of ladders. */
	stepKind: string;
	/** Columns of the collection that `breached` needs. */
	columns: readonly string[];
	/** What others are told of a clock that was too late; under a key that names the clock. */
	breached: (change: ClockChange, subject: Record<string, unknown>) => Fact;
}

const AT_ONCE = 100;

/** Writes down what time has done to the clocks of one plugin. Whatever of it a command came upon first is not done again. */
export async function sweepClocks(database: Knex, owner: ClockOwner, now?: Date): Promise<string[]> {
	const at = now ?? (await databaseTime(database));
	let moved = 0;
	for (;;) {
		const subjects = await nextSubjects(database, owner, at);
		if (subjects.length === 0) break;
		const there: string[] = await database(owner.collection).whereIn('id', subjects).pluck('id');
		const gone = subjects.filter((id) => !there.includes(id));
		const answers = [
			there.length > 0 ? await runUnheard(database, followCommand(owner), requestOf(there, now)) : null,
			gone.length > 0 ? await runUnheard(database, orphanCommand(owner), requestOf(gone, now)) : null,
		];
		const movedNow = answers.reduce((sum, outcome) => sum + (outcome?.kind === 'done' ? outcome.answer.moved : 0), 0);
		// Deleted or moved by others since they were looked for: the next sweep sees what is left.
		if (movedNow === 0) break;
		moved += movedNow;
	}
	return moved === 0 ? [] : [`${moved} clocks moved`];
}

const requestOf = (subjects: string[], now?: Date): CommandRequest<Input> => ({ input: { subjects }, caller: 'core', idempotencyKey: null, now });

interface Input {
	subjects: string[];
}

type State = Timekeeping & { rows: Map<string, Record<string, unknown>> };

const followCommand = ({ collection, what, stepKind, columns, breached }: ClockOwner): Command<Input, State, { moved: number }, Knex> => ({
	name: 'core.follow-time',
	unlogged: true,
	locks: ({ subjects }) => subjects.map((id) => ({ table: collection, id, what })),
	load: async (reader, { subjects }) => {
		const rows: Record<string, unknown>[] = await reader(collection).whereIn('id', subjects).select('id', ...columns);
		return { ...(await readTimekeeping(reader, { collection, ids: subjects })), rows: new Map(rows.map((row) => [String(row['id']), row])) };
	},
	decide: ({ clocks, calendars, versions, rows }, _input, { now }) => {
		const changes = clocks.flatMap((clock) => followTime(clock, now, calendars, versions) ?? []);
		const late = changes.filter(({ isBreached }) => isBreached);
		return {
			answer: { moved: changes.length },
			...clockWrites(changes, stepKind, calendars),
			facts: late.map((change) => breached(change, rows.get(change.after.subjectId)!)),
		};
	},
});

/** Of what was deleted past the commands nothing is promised any more. */
const orphanCommand = ({ collection, stepKind }: ClockOwner): Command<Input, Timekeeping, { moved: number }, Knex> => ({
	name: 'core.end-orphaned-clocks',
	unlogged: true,
	locks: ({ subjects }) => subjects.map((id) => ({ name: `clocks:${collection}:${id}` })),
	load: (reader, { subjects }) => readTimekeeping(reader, { collection, ids: subjects }),
	decide: ({ clocks, calendars }, _input, { now }) => {
		const changes = clocks.map((clock) => moveClock(clock, { move: 'cancel' }, now, calendars)).filter(({ events }) => events.length > 0);
		return { answer: { moved: changes.length }, ...clockWrites(changes, stepKind, calendars) };
	},
});

/** Who has a clock that is overdue, or that goes by an older version of its calendar. */
async function nextSubjects(database: Knex, { collection }: ClockOwner, now: Date): Promise<string[]> {
	const clocks = database(CLOCKS).where('subject_collection', collection).distinct('subject_id').limit(AT_ONCE);
	const overdue: string[] = await clocks.clone().where('state', 'running').where('due_at_ms', '<', now.getTime()).pluck('subject_id');
	return overdue.length > 0 ? overdue : edited(database, clocks);
}

async function edited(database: Knex, clocks: Knex.QueryBuilder): Promise<string[]> {
	for (const { id, version } of await currentCalendars(database)) {
		const older = clocks.clone().where('calendar', id).whereIn('state', ['running', 'paused']).whereNot('calendar_version', version);
		const found: string[] = await older.pluck('subject_id');
		if (found.length > 0) return found;
	}
	return [];
}
