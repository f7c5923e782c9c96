import { describe, expect, it } from 'vitest';
import { accountAt } from '../../../extensions/loyalty/src/domain/ledger/account-at.ts';
import { INVARIANTS } from '../../../extensions/loyalty/src/domain/ledger/invariants.ts';
import type { Entry } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { Auditor } from '../../support/loyalty/auditor.ts';
import { runInMemory } from '../../support/loyalty/memory-commands.ts';
import { MemoryLedger } from '../../support/loyalty/memory-ledger.ts';
import { SETTINGS, Workload } from '../../support/loyalty/workload.ts';

const BEGIN = new Date('2026-01-01T00:00:00Z');
const TWO_YEARS_MS = 2 * 365 * 86_400_000;
/** Longer runs: GUANXI_SIMULATIONS=100 npm test -- test/golden/loyalty/simulator */
const SEEDS = Array.from({ length: Number(process.env['GUANXI_SIMULATIONS'] ?? 1) }, (_, i) => i + 1);

describe.each(SETTINGS.map((settings, index) => ({ ...settings, index })))('two years of program $index', ({ program, rules }) => {
	it.each(SEEDS)('seed %i: every answer and every balance is as an independent accountant says', async (seed) => {
		// Among many, some stay away for long.
		const customers = Array.from({ length: rules.idleMonths === null ? 12 : 80 }, (_, i) => `customer ${i}`);
		const memory = new MemoryLedger([program], customers);
		const auditor = new Auditor(rules);
		const accounts: string[] = [];
		for (const customer of customers) {
			const joined = await runInMemory<{ id: string }>(memory, { command: 'enrol', input: { program: program.id, customer }, key: null, at: BEGIN });
			if (joined.kind !== 'done') throw new Error(joined.kind);
			accounts.push(joined.answer.id);
			auditor.join(joined.answer.id);
		}
		const workload = new Workload(seed, accounts, { from: BEGIN, reversals: true });
		const verdicts = new Map<string, number>();
		const said: string[] = [];
		for (let step = 0; ; step++) {
			const request = workload.next(10);
			if (request.at.getTime() > BEGIN.getTime() + TWO_YEARS_MS) break;
			const { verdict, learn } = auditor.judge(request);
			const outcome = await runInMemory(memory, request);
			said.push(`${request.at.toISOString()} ${request.command} ${JSON.stringify(request.input)} ${verdict}`);
			const same = (what: string, is: string, should: string): void => {
				if (is === should) return;
				const story = said.filter((line) => line.includes(request.input['account'] as string)).slice(-25);
				expect.fail(`seed ${seed}, step ${step}: ${what} is ${is}, should be ${should}\n${story.join('\n')}`);
			};
			same('the answer', outcome.kind === 'refused' ? outcome.refusal.reason : outcome.kind, verdict);
			if (outcome.kind === 'done' && !outcome.replayed) {
				learn(outcome.answer);
				workload.learn(request, outcome.answer);
			}
			verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
			const involved = [request.input['account'], request.input['to']].filter((id) => id !== undefined) as string[];
			for (const id of step % 200 === 0 ? accounts : involved) {
				const { available, pending, held, debt } = accountAt(memory.book(id), request.at);
				same(id, `${available}/${pending}/${held}/${debt}`, auditor.balance(id, request.at));
			}
			if (step % 500 === 0) for (const id of accounts) expect(broken(memory, id)).toEqual([]);
		}
		for (const id of accounts) expect(broken(memory, id)).toEqual([]);
		// A run in which nothing is refused or repeated would prove little.
		const isEarly = ({ effective_at: when, lot }: Entry): boolean => when.toISOString().slice(0, 10) < memory.lot(lot!).expires_on;
		const lapsed = accounts.flatMap((id) => memory.entries(id)).filter((entry) => entry.type === 'expiry' && entry.points < 0 && isEarly(entry));
		if (rules.idleMonths !== null) expect(lapsed.length, 'points that ended before their day').toBeGreaterThan(0);
		for (const verdict of ['done', 'insufficient_points', 'mismatch', 'already_posted', 'hold_expired', 'more_than_held']) {
			expect(verdicts.get(verdict), verdict).toBeGreaterThan(0);
		}
	});
});

const broken = (memory: MemoryLedger, id: string): string[] =>
	INVARIANTS.flatMap(({ code, broken: check }) => {
		const wrong = check(memory.ledger(id));
		return wrong ? [`${code}: ${wrong}`] : [];
	});
