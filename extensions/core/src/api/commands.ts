import { describePlan, isEmpty } from '../domain/install/plan.ts';
import { runAudit, type AuditReport } from './audit.ts';
import { addCommand, type CliCommand, type Outcome } from './cli.ts';
import type { Host } from './directus.ts';
import { registerImportCommand } from './import/command.ts';
import { install } from './install/install.ts';
import { seed } from './seed.ts';
import { setUp } from './setup.ts';
import { useWriteAheadLog } from './sqlite.ts';

/** `crm install`, `crm seed`, `crm import`; other bundles add theirs. */
export function registerCoreCommands(crm: CliCommand, host: Host): void {
	addCommand(
		crm,
		'install',
		'create missing collections, fields, indexes and texts; never changes what exists',
		(command) =>
			command
				.option('--only <plugins>', 'comma-separated plugin ids; core always comes along')
				.option('--dry-run', 'print what would be created, write nothing'),
		async (_args, options) => {
			await useWriteAheadLog(host);
			return runInstall(host, options);
		},
	);
	addCommand(
		crm,
		'seed <set>',
		'load rows: "reference" (every installation needs them) or "demo" (an invented company)',
		(command) => command,
		async ([set]) => {
			await useWriteAheadLog(host);
			return seed(host, String(set));
		},
	);
	addCommand(
		crm,
		'setup',
		'install, seed and score in one go; `npm start` does this',
		(command) => command.option('--fingerprint <text>', 'remembered as what was set up', ''),
		async (_args, options) => {
			await useWriteAheadLog(host);
			return setUp(host, String(options['fingerprint']));
		},
	);
	addCommand(
		crm,
		'audit',
		'check what must always hold; exit status 1 when something does not',
		(command) => command,
		async () => auditOutcome(await runAudit(host)),
	);
	registerImportCommand(crm, host);
}

async function runInstall(host: Host, options: Record<string, unknown>): Promise<Outcome> {
	const only = typeof options['only'] === 'string' ? options['only'].split(',') : undefined;
	const dryRun = Boolean(options['dryRun']);
	const plan = await install(host, { only, dryRun });
	const lines = describePlan(plan);
	const done = isEmpty(plan) ? 'Nothing to do: everything is installed.' : `Created ${lines.length} things.`;
	return {
		result: { dry_run: dryRun, created: dryRun ? 0 : lines.length, items: lines },
		text: dryRun ? [...lines, `${lines.length} things would be created.`].join('\n') : done,
	};
}

function auditOutcome(report: AuditReport): Outcome {
	const lines = report.checks.map(({ name, ok, examples }) => `${ok ? 'ok  ' : 'FAIL'} ${name} ${examples.join(' ')}`);
	return { result: report, text: lines.join('\n'), failed: !report.ok };
}
