import { createInterface } from 'node:readline/promises';
import { INSTALL_WORDS } from '../../domain/install/install-words.ts';
import type { Outcome } from '../cli.ts';
import type { Host } from '../directus.ts';
import { refusal } from '../errors.ts';
import { backupHints } from './backup-hints.ts';
import type { PreparedDrop } from './prepare.ts';
import { uninstall } from './uninstall.ts';

type Options = Record<string, unknown>;

/** `crm uninstall`: says what goes before it goes, asks where somebody can answer, refuses where an admin built on it. */
export async function runUninstall(host: Host, options: Options): Promise<Outcome> {
	if (typeof options['only'] !== 'string' || options['only'] === '') {
		throw refusal(400, INSTALL_WORDS, { field: 'only', reason: 'plugins_not_named' });
	}
	const only = options['only'].split(',').map((plugin) => plugin.trim());
	const drop = Boolean(options['drop']);
	let refused: Outcome | undefined;
	const done = await uninstall(host, {
		only,
		drop,
		confirm: async (prepared) => {
			refused = await refuse(host, prepared, options);
			return !refused;
		},
	});
	if (!done) return refused!;
	const result = { plugins: only, dropped: drop, ...(drop ? asResult(done) : {}) };
	return { result, text: [drop ? 'Removed.' : `Switched off: ${only.join(', ')}. All rows stay.`, AFTERWARDS].join('\n') };
}

const AFTERWARDS =
	'Restart running servers (with Redis they follow by themselves). "crm install --only …" brings a plugin back.';

async function refuse(host: Host, prepared: PreparedDrop, options: Options): Promise<Outcome | undefined> {
	const goes = [...describeDrop(prepared), '', 'Back up first:', ...backupHints(host).map((line) => `  ${line}`)];
	const { blockers } = prepared;
	if (blockers.length > 0 && !options['force']) {
		const list = blockers.map(({ kind, what, fate }) => `  ${kind} ${what} (with --force: ${fate})`);
		const text = [...goes, '', `Refused: ${blockers.length} things were built on it. Remove them, or add --force:`, ...list];
		return refusedOutcome('built_upon', prepared, text);
	}
	if (options['yes'] || (await asks(goes))) return undefined;
	return refusedOutcome('not_confirmed', prepared, [...goes, '', 'Refused: nothing was confirmed. Add --yes to do it.']);
}

function refusedOutcome(reason: string, prepared: PreparedDrop, lines: string[]): Outcome {
	return { result: { refused: reason, ...asResult(prepared) }, text: lines.join('\n'), failed: true };
}

async function asks(lines: string[]): Promise<boolean> {
	if (!process.stdin.isTTY) return false;
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await terminal.question(`${lines.join('\n')}\n\nRemove all this? Type "yes": `);
	terminal.close();
	return answer.trim().toLowerCase() === 'yes';
}

function asResult({ rows, blockers, seeds, plan }: PreparedDrop): object {
	return { rows, blockers, seeds: seeds.length, indexes: plan.indexes.length, texts: plan.texts.length };
}

/** What goes and how many rows each has, most rows first. */
function describeDrop({ rows, seeds, plan }: PreparedDrop): string[] {
	const counted = rows.toSorted((a, b) => b.rows - a.rows).map(({ name, rows: n }) => `  ${name}: ${n} rows`);
	return [
		'These go:',
		...counted,
		`  ${plan.indexes.length} indexes on other tables, ${plan.texts.length} texts, ${seeds.length} dashboards, panels, bookmarks and the like that nobody edited`,
		...plan.detached.map(({ collection, field }) => `  the relation (not the column) ${collection}.${field}`),
	];
}
