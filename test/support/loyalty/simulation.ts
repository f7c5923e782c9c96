import { accountAt } from '../../../extensions/loyalty/src/domain/ledger/account-at.ts';
import { INVARIANTS } from '../../../extensions/loyalty/src/domain/ledger/invariants.ts';
import { Auditor } from './auditor.ts';
import { runInMemory, type Request } from './memory-commands.ts';
import { MemoryLedger } from './memory-ledger.ts';
import { putRules, type Settings } from './settings.ts';
import { shrink } from '../shrink.ts';
import { Workload } from './workload.ts';

export const BEGIN = new Date('2026-01-01T00:00:00Z');
export const TWO_YEARS_MS = 2 * 365 * 86_400_000;

type Play = typeof runInMemory;

export const customerId = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const joining = (program: string, customer: string): Request => ({
	command: 'enrol', input: { program, customer }, key: null, at: BEGIN, seed: `member ${customer} of ${program}`,
});

/** The ledger in memory beside an accountant: both hear the same requests. */
export class Simulation {
	readonly memory: MemoryLedger;
	readonly people: { account: string; customer: string }[] = [];
	/** How often each thing was answered. */
	readonly verdicts = new Map<string, number>();
	private readonly auditor: Auditor;
	private readonly play: Play;

	private constructor(settings: Settings, customers: string[], play: Play) {
		this.memory = new MemoryLedger([settings.program], customers);
		putRules(this.memory, settings);
		this.auditor = new Auditor(settings.rules);
		this.play = play;
	}

	/** `play`: how requests are carried out; tests of the simulator itself put a mistake in. */
	static async begin(settings: Settings, members: number, play: Play = runInMemory): Promise<Simulation> {
		const customers = Array.from({ length: members }, (_, i) => customerId(i));
		const simulation = new Simulation(settings, customers, play);
		for (const customer of customers) {
			const joined = await runInMemory<{ id: string }>(simulation.memory, joining(settings.program.id, customer));
			if (joined.kind !== 'done') throw new Error(joined.kind);
			simulation.people.push({ account: joined.answer.id, customer });
			simulation.auditor.join(joined.answer.id);
		}
		return simulation;
	}

	/** Null, or how the ledger and the accountant differ. A request about nothing that there is is left out. */
	async hear(request: Request, onDone: (answer: Record<string, unknown>) => void = () => undefined): Promise<string | null> {
		const { verdict, learn } = this.auditor.judge(request);
		if (verdict === 'missing') return null;
		const outcome = await this.play(this.memory, request).catch((error: unknown) => ({ kind: 'broken' as const, error: String(error) }));
		const said = outcome.kind === 'refused' ? outcome.refusal.reason : outcome.kind === 'broken' ? outcome.error : outcome.kind;
		if (said !== verdict) return `the answer is ${said}, should be ${verdict}`;
		if (outcome.kind === 'done' && !outcome.replayed) {
			learn(outcome.answer);
			onDone(outcome.answer);
		}
		this.verdicts.set(verdict, (this.verdicts.get(verdict) ?? 0) + 1);
		const involved = [request.input['account'], request.input['to']].filter((id) => id !== undefined) as string[];
		return this.differences(involved, request.at);
	}

	/** The same of everybody, with all that must hold of what is stored. */
	whole = (at: Date): string | null => this.differences(this.people.map(({ account }) => account), at) ?? this.broken();

	private differences(accounts: string[], at: Date): string | null {
		for (const id of accounts) {
			const { available, pending, held, debt } = accountAt(this.memory.book(id), at);
			const [is, should] = [`${available}/${pending}/${held}/${debt}`, this.auditor.balance(id, at)];
			if (is !== should) return `${id} has ${is}, should have ${should}`;
		}
		return null;
	}

	private broken(): string | null {
		const wrong = this.people.flatMap(({ account }) => INVARIANTS.flatMap(({ broken }) => broken(this.memory.ledger(account)) ?? []).map((what) => `${account}: ${what}`));
		return wrong[0] ?? null;
	}
}

export interface Run {
	simulation: Simulation;
	requests: Request[];
	/** How the last request went wrong; null: nothing did. */
	failure: string | null;
}

/** Requests from a seed for so long. */
export async function simulate(
	settings: Settings,
	{ seed, members, forMs = TWO_YEARS_MS, play }: { seed: number; members: number; forMs?: number; play?: Play },
): Promise<Run> {
	const simulation = await Simulation.begin(settings, members, play);
	const workload = new Workload(seed, simulation.people, { from: BEGIN, program: settings.program.id });
	const requests: Request[] = [];
	for (;;) {
		const request = workload.next(10);
		if (request.at.getTime() > BEGIN.getTime() + forMs) break;
		requests.push(request);
		const wrong = await simulation.hear(request, (answer) => workload.learn(request, answer));
		const failure = wrong ?? (requests.length % 500 === 0 ? simulation.whole(request.at) : null);
		if (failure) return { simulation, requests, failure };
	}
	return { simulation, requests, failure: simulation.whole(new Date(BEGIN.getTime() + forMs)) };
}

/** Seed, difference and the fewest requests that show one: who plays these again sees it. */
export async function storyOf({ requests, failure }: Run, settings: Settings, { seed, members, play }: { seed: number; members: number; play?: Play }): Promise<string> {
	const replay = async (list: Request[]): Promise<string | null> => {
		const simulation = await Simulation.begin(settings, members, play);
		for (const request of list) {
			const wrong = await simulation.hear(request);
			if (wrong) return wrong;
		}
		return list.length > 0 ? simulation.whole(list.at(-1)!.at) : null;
	};
	const few = await shrink(requests, async (rest) => (await replay(rest)) !== null);
	const told = few.map(({ at, command, key, input }) => `${at.toISOString()} ${command} ${key ?? 'without a key'} ${JSON.stringify(input)}`);
	return [`seed ${seed}, request ${requests.length}: ${failure}`, `${few.length} requests show it (${await replay(few)}):`, ...told].join('\n');
}
