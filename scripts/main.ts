import { fail } from './lib/say.ts';

/** One module per npm command; each exports `run(args)` and decides the exit status. */
const COMMANDS: Record<string, () => Promise<{ run: (args: string[]) => Promise<number> }>> = {
	start: () => import('./commands/start.ts'),
	test: () => import('./commands/test.ts'),
	check: () => import('./commands/check.ts'),
	bench: () => import('./commands/bench.ts'),
	crm: () => import('./commands/crm.ts'),
	build: () => import('./commands/build.ts'),
};

const [name = '', ...args] = process.argv.slice(2);
const load = COMMANDS[name];
if (!load) {
	refuse(`Unknown command "${name}". Choose from ${Object.keys(COMMANDS).join(', ')}.`);
	process.exit(2);
}
try {
	const { run } = await load();
	process.exitCode = await run(args);
} catch (error) {
	refuse(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
}

/** A person reads the last lines of stderr, a program with `--json` the last line of stdout. */
function refuse(reason: string): void {
	fail(reason);
	if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ error: reason })}\n`);
}
