import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { judge, type Emit } from '../../test/bench/goals.ts';
import { ROOT } from '../lib/paths.ts';
import { fail } from '../lib/say.ts';

type Bench = (options: { full: boolean; emit: Emit }) => Promise<void>;

/** name → files in test/bench and the function each exports. */
const BENCHES: Record<string, { file: string; name: string }[]> = {
	abc: [
		{ file: 'abc.bench.ts', name: 'abcBench' },
		{ file: 'items.bench.ts', name: 'itemsBench' },
	],
	import: [{ file: 'import.bench.ts', name: 'importBench' }],
	dashboard: [{ file: 'dashboard.bench.ts', name: 'dashboardBench' }],
	start: [{ file: 'start.bench.ts', name: 'startBench' }],
	overhead: [{ file: 'overhead.bench.ts', name: 'overheadBench' }],
	loyalty: [
		{ file: 'loyalty.bench.ts', name: 'loyaltyBench' },
		{ file: 'loyalty-books.bench.ts', name: 'loyaltyBooksBench' },
		{ file: 'loyalty-rules.bench.ts', name: 'rulesBench' },
	],
	complaints: [{ file: 'clocks.bench.ts', name: 'clocksBench' }],
};

/** `npm run bench [-- --only NAME] [--full]`: one JSON object a line on stdout; ends with 1 when a figure misses its goal. */
export async function run(args: string[]): Promise<number> {
	const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined;
	if (only && !BENCHES[only]) {
		fail(`No bench "${only}". Choose from ${Object.keys(BENCHES).join(', ')}.`);
		return 2;
	}
	const chosen = only ? BENCHES[only]! : Object.values(BENCHES).flat();
	const missed: string[] = [];
	const emit: Emit = (line) => {
		const judged = judge(line);
		missed.push(...judged.missed);
		process.stdout.write(`${JSON.stringify({ ...line, ...(judged.goals && { goals: judged.goals }) })}\n`);
	};
	for (const { file, name } of chosen) {
		const path = join(ROOT, 'test', 'bench', file);
		if (!existsSync(path)) throw new Error(`${path} is missing.`);
		const module = (await import(pathToFileURL(path).href)) as Record<string, Bench>;
		await module[name]!({ full: args.includes('--full'), emit });
	}
	for (const figure of missed) fail(`Goal missed: ${figure}.`);
	return missed.length === 0 ? 0 : 1;
}
