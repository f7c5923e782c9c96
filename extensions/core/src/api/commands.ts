import { describePlan, isEmpty } from '../domain/install/plan.ts';
import { sweepDue } from './actions/worker.ts';
import { runAudit } from './audit.ts';
import { purgeCache } from './cache.ts';
import { addCommand, type CliCommand, type Outcome } from './cli.ts';
import type { Host } from './directus.ts';
import { registerImportCommand } from './import/command.ts';
import { install } from './install/install.ts';
import { rolesToInstall } from './install/roles.ts';
import { seed } from './seed.ts';
import { setUp } from './setup.ts';
import { useWriteAheadLog } from './sqlite.ts';
import { runUninstall } from './uninstall/command.ts';

type Options = Record<string, unknown>;

interface CommandSpec {
	usage: string;
	description: string;
	options?: [flags: string, description: string][];
	run: (host: Host, args: string[], options: Options) => Promise<Outcome>;
}

const COMMANDS: CommandSpec[] = [
	{
		usage: 'install',
		description: 'create what is missing; what we shipped and nobody changed follows this version',
		options: [
			['--only <plugins>', 'comma-separated plugin ids; core always comes along'],
			['--dry-run', 'print what would be created, write nothing'],
		],
		run: (host, _args, options) => runInstall(host, options),
	},
	{
		usage: 'uninstall',
		description: 'switch plugins off and keep their data; --drop removes what they made',
		options: [
			['--only <plugins>', 'comma-separated plugin ids (required)'],
			['--drop', 'remove their collections, fields, tables, texts and rows'],
			['--force', 'drop although an administrator built on them'],
			['--yes', 'do not ask'],
		],
		run: (host, _args, options) => runUninstall(host, options),
	},
	{
		usage: 'seed <set>',
		description: 'load rows: "reference" (every installation needs them) or "demo" (an invented company)',
		run: (host, [set]) => seed(host, String(set)),
	},
	{
		usage: 'setup',
		description: 'install, seed and score in one go; `npm start` does this',
		options: [['--fingerprint <text>', 'remembered as what was set up']],
		run: (host, _args, { fingerprint }) => setUp(host, String(fingerprint ?? '')),
	},
	{
		usage: 'audit',
		description: 'check what must always hold; exit status 1 when something does not',
		run: audit,
	},
	{
		usage: 'sweep',
		description: 'do now what is due and has not been done yet, such as scheduled scoring',
		run: sweep,
	},
];

/** The `crm` commands of core; other bundles add theirs. */
export function registerCoreCommands(crm: CliCommand, host: Host): void {
	for (const { usage, description, options = [], run } of COMMANDS) {
		const configure = (command: CliCommand): CliCommand =>
			options.reduce((built, [flags, text]) => built.option(flags, text), command);
		addCommand(crm, usage, description, configure, async (args, given) => {
			await useWriteAheadLog(host);
			return run(host, args, given);
		});
	}
	registerImportCommand(crm, host, () => purgeCache(host, { always: true }));
}

async function runInstall(host: Host, options: Options): Promise<Outcome> {
	const only = typeof options['only'] === 'string' ? options['only'].split(',') : undefined;
	const dryRun = Boolean(options['dryRun']);
	const plan = await install(host, { only, dryRun });
	const lines = describePlan(plan);
	const done = isEmpty(plan) ? 'Nothing to do: everything is installed.' : `${lines.length} things created or brought up to date.`;
	const roles = await rolesToInstall(host);
	const told = dryRun ? [...lines, `${lines.length} things would be created.`] : [done];
	return {
		result: { dry_run: dryRun, created: dryRun ? 0 : lines.length, items: lines, roles },
		text: [...told, ...(roles.missing ? [roles.missing] : [])].join('\n'),
	};
}

async function audit(host: Host): Promise<Outcome> {
	const report = await runAudit(host);
	const lines = report.checks.map(
		({ name, ok, examples, error }) => `${ok ? 'ok  ' : 'FAIL'} ${name} ${error ?? examples.join(' ')}`.trimEnd(),
	);
	return { result: report, text: lines.join('\n'), failed: !report.ok };
}

async function sweep(host: Host): Promise<Outcome> {
	const scheduled = await host.emitter.emitFilter<string[]>('crm.core.sweep', [], {});
	const { kinds, cancelled, failed } = await sweepDue(host);
	const done = [...scheduled, ...Object.entries(kinds).map(([kind, count]) => `${count} × ${kind}`)];
	const lines = [...done, ...(failed > 0 ? [`${failed} failed and will be tried again`] : [])];
	return {
		result: { done, actions: { done: kinds, cancelled, failed } },
		text: lines.length > 0 ? lines.join('\n') : 'Nothing was due.',
	};
}
