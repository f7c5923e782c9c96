import { canonicalText } from '../../domain/command/canonical-text.ts';
import { inLockOrder, lockName, type Acceptance, type Circumstances, type Decision, type Lock, type Refusal } from '../../domain/command/decision.ts';
import { idsFrom } from '../../domain/command/ids.ts';
import type { ProblemWords } from '../../domain/problem.ts';
import type { Phrase } from '../../domain/words.ts';
import { Rollback, type CommandStore, type CommandTransaction, type CommandWrites, type LoggedCommand } from './ports.ts';

/** What a plugin declares about one of its commands: what to lock, what to read, what to decide. */
export interface Command<Input, State, Answer, Reader> {
	/** `<plugin>.<imperative>`, such as `loyalty.redeem`. With the caller it is the scope of idempotency keys. */
	name: string;
	/** Locked before anything is read, in one order for all commands. */
	locks: (input: Input) => Lock[];
	/** Reads with the locks held, through `reader` only. */
	load: (reader: Reader, input: Input) => Promise<State>;
	/** Pure: no clock, no chance, no reading. */
	decide: (state: State, input: Input, circumstances: Circumstances) => Decision<Answer>;
	/** Of every reason that `decide` refuses with; a command that never refuses needs none. */
	words?: ProblemWords;
	/** Points and money: false, their keys are kept for good. Others are forgotten after 30 days. */
	forgetsKeys?: boolean;
	/** Our own upkeep, without keys: the rows that it writes tell all, and there may be thousands of it. */
	unlogged?: boolean;
}

export interface CommandRequest<Input> {
	input: Input;
	/** Who asks: a user's id, or the name of the part of us that does. */
	caller: string;
	/** The user in whose name facts are told. */
	actor?: string | null;
	/** Null: nobody can repeat it. */
	idempotencyKey: string | null;
	/** For tests. Default: the database's clock once the locks are held, so that nobody decides with the time before they waited. */
	now?: Date;
	/** Where new ids come from; must differ between requests. Default: chance. */
	seed?: string;
	/** Called between the steps; tests stop the process here. */
	onStep?: (step: Step) => void | Promise<void>;
}

export type Step = 'begun' | 'locked' | 'looked_up' | 'loaded' | 'decided' | 'writing' | 'written' | 'committed';

export type Outcome<Answer> =
	| { kind: 'done'; answer: Answer; replayed: boolean }
	| { kind: 'refused'; refusal: Refusal; words: ProblemWords; replayed: boolean }
	/** The same key with another request. */
	| { kind: 'mismatch' }
	/** A row that the command is about does not exist. */
	| { kind: 'missing'; what: Phrase };

const ATTEMPTS = 5;
const KEY_LIFETIME_MS = 30 * 86_400_000;

/**
 * Runs a command so that it happens once, however often it is sent, by however many processes: lock by writing first, look
 * for an earlier answer, read, decide, write with guards, log, commit. Refusals that depend on the state are answers too
 * and are kept with their key. Transient failures of the database repeat the whole transaction.
 */
export async function runCommand<Input, State, Answer, Reader>(
	store: CommandStore<Reader>,
	command: Command<Input, State, Answer, Reader>,
	request: CommandRequest<Input>,
): Promise<Outcome<Answer>> {
	if (command.unlogged && request.idempotencyKey !== null) throw new Error(`The command ${command.name} is not logged, so it takes no key`);
	let hasRaced = false;
	const seeded = { ...request, seed: request.seed ?? store.randomSeed() };
	for (let attempt = 1; ; attempt++) {
		try {
			return await attemptCommand(store, command, seeded);
		} catch (error) {
			// Two first-time senders of one key: the loser finds the winner's answer when it looks again, once.
			const isRace: boolean = !hasRaced && request.idempotencyKey !== null && store.isDuplicate(error);
			hasRaced ||= isRace;
			if (attempt >= ATTEMPTS || !(isRace || store.isTransient(error))) throw error;
			await store.pause(attempt);
		}
	}
}

async function attemptCommand<Input, State, Answer, Reader>(
	store: CommandStore<Reader>,
	command: Command<Input, State, Answer, Reader>,
	request: CommandRequest<Input>,
): Promise<Outcome<Answer>> {
	const facts: Acceptance<Answer>['facts'] = [];
	const locks = inLockOrder(command.locks(request.input));
	if (locks.length === 0) throw new Error(`The command ${command.name} locks nothing; lock a name where there is no row`);
	try {
		const outcome = await store.inTurn(locks.map(lockName), () => store.transaction(async (trx) => {
			const known = await lockAndLookUp(store, trx, { command, request, locks });
			if (known) throw new Rollback(known);
			const now = toSecond(request.now ?? (await trx.now()));
			const state = await command.load(trx.reader, request.input);
			await request.onStep?.('loaded');
			const decision = command.decide(state, request.input, { now, newId: idsFrom(request.seed!, store.hash) });
			await request.onStep?.('decided');
			if ('refusal' in decision) requireWords(command, decision.refusal);
			if ('missing' in decision) throw new Rollback({ kind: 'missing', what: decision.missing });
			if (!('refusal' in decision)) facts.push(...(decision.facts ?? []));
			return settle(trx, decision, { command, entry: { ...namesOf(store, command, request), doneAt: now }, request });
		}));
		await request.onStep?.('committed');
		if (outcome.kind === 'done') await store.afterCommit(facts);
		return outcome;
	} catch (error) {
		if (error instanceof Rollback) return error.value as Outcome<Answer>;
		throw error;
	}
}

interface Context<Input, State, Answer, Reader> {
	command: Command<Input, State, Answer, Reader>;
	request: CommandRequest<Input>;
	/** In the order of all commands. */
	locks: Lock[];
}

/** An answer that ends the command without effect, or null when it may go on with all locks held. */
async function lockAndLookUp<Input, State, Answer, Reader>(
	store: CommandStore<Reader>,
	trx: CommandTransaction<Reader>,
	{ command, request, locks }: Context<Input, State, Answer, Reader>,
): Promise<Outcome<Answer> | null> {
	await request.onStep?.('begun');
	let missing: Phrase | null = null;
	for (const lock of locks) {
		if (!(await trx.lock(lock)) && 'what' in lock) missing ??= lock.what;
	}
	await request.onStep?.('locked');
	const { idemHash, requestHash } = namesOf(store, command, request);
	const logged = idemHash === null ? null : await trx.findLogged(idemHash);
	await request.onStep?.('looked_up');
	if (!logged) return missing === null ? null : { kind: 'missing', what: missing };
	if (logged.requestHash !== requestHash) return { kind: 'mismatch' };
	const result: unknown = JSON.parse(logged.result);
	return logged.outcome === 'done'
		? { kind: 'done', answer: result as Answer, replayed: true }
		: { kind: 'refused', refusal: result as Refusal, words: wordsOf(command), replayed: true };
}

type Names = Pick<LoggedCommand, 'idemHash' | 'requestHash' | 'command' | 'caller'>;

const namesOf = <Input>(
	store: Pick<CommandStore<never>, 'hash'>,
	{ name }: { name: string },
	{ caller, idempotencyKey, input }: CommandRequest<Input>,
): Names => ({
	idemHash: idempotencyKey === null ? null : store.hash(canonicalText([caller, name, idempotencyKey])),
	requestHash: store.hash(canonicalText(input)),
	command: name,
	caller,
});

/** Without a key nobody can repeat it: then the entry only tells what happened. */
const keepUntil = ({ forgetsKeys }: { forgetsKeys?: boolean }, { idemHash, doneAt }: { idemHash: string | null; doneAt: Date }): Date | null =>
	forgetsKeys || idemHash === null ? new Date(doneAt.getTime() + KEY_LIFETIME_MS) : null;

/** MySQL rounds parts of seconds up where it stores them: what is decided must be what is found again. */
const toSecond = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);

type Worded = Pick<Command<never, unknown, unknown, never>, 'name' | 'words' | 'forgetsKeys' | 'unlogged'>;

const wordsOf = ({ words }: Worded): ProblemWords => words ?? { reasons: {} };

/** Found by the first test that is refused, not by the person who reads it. */
function requireWords(command: Worded, { reason }: Refusal): void {
	if (Object.hasOwn(wordsOf(command).reasons, reason)) return;
	throw new Error(`The command ${command.name} has no words for its refusal "${reason}"; add them to its words`);
}

interface Settling {
	command: Worded;
	entry: Names & Pick<LoggedCommand, 'doneAt'>;
	request: Pick<CommandRequest<unknown>, 'actor' | 'onStep'>;
}

/** Answers are what JSON keeps of them, so that the first one equals its repetitions. */
async function settle<Answer, Reader>(
	trx: CommandTransaction<Reader>,
	decision: Exclude<Decision<Answer>, { missing: Phrase }>,
	{ command, entry, request: { actor = null, onStep } }: Settling,
): Promise<Outcome<Answer>> {
	const entryOf = (outcome: LoggedCommand['outcome'], result: string): LoggedCommand | null =>
		command.unlogged ? null : { ...entry, keepUntil: keepUntil(command, entry), outcome, result };
	const write = async (writes: CommandWrites): Promise<void> => {
		await trx.write(writes, () => onStep?.('writing'));
		await onStep?.('written');
	};
	if ('refusal' in decision) {
		await write({ effects: [], entry: entryOf('refused', JSON.stringify(decision.refusal)), actions: [], facts: [] });
		return { kind: 'refused', refusal: decision.refusal, words: wordsOf(command), replayed: false };
	}
	const { effects = [], actions = [], facts = [] } = decision;
	const result = JSON.stringify(decision.answer ?? null);
	await write({ effects, entry: entryOf('done', result), actions, facts: facts.map((fact) => ({ actor, ...fact })) });
	return { kind: 'done', answer: JSON.parse(result) as Answer, replayed: false };
}
