import { writeSync } from 'node:fs';
import { databaseTrouble } from '../domain/database-trouble.ts';
import { localeOf, type Locale } from '../domain/words.ts';
import { wordsOf } from './told.ts';

/** The parts of commander that we use; Directus passes its program to `cli.before`. */
export interface CliCommand {
	command: (nameAndArgs: string) => CliCommand;
	description: (text: string) => CliCommand;
	option: (flags: string, description?: string, defaultValue?: unknown) => CliCommand;
	argument: (name: string, description?: string) => CliCommand;
	action: (run: (...args: never[]) => void | Promise<void>) => CliCommand;
	exitOverride: (callback: (error: UsageError) => never) => CliCommand;
	allowExcessArguments: (allow: boolean) => CliCommand;
	readonly commands: (CliCommand & { name: () => string })[];
	name: () => string;
}

/** What commander refuses by itself, or help that it has shown. */
interface UsageError {
	exitCode: number;
	message: string;
}

export interface Outcome {
	/** One object for `--json`, printed as the last line of stdout. */
	result: object;
	/** What a person reads instead. */
	text: string;
	/** The command ran, but what it found is bad: exit status 1. */
	failed?: boolean;
}

/** The `crm` command of the Directus CLI, shared by all bundles. */
export function crmCommand(program: CliCommand): CliCommand {
	const known = program.commands.find((command) => command.name() === 'crm');
	if (known) return known;
	// Subcommands inherit this: whatever commander refuses by itself is bad usage.
	return program
		.command('crm')
		.description('Guanxi: install, seed, import, score, audit')
		.exitOverride(endUsage);
}

/** Commander has told a person already; whoever asked for JSON reads the last line of stdout. */
function endUsage({ exitCode, message }: UsageError): never {
	if (exitCode === 0) process.exit(0);
	const reason = message.replace(/^error: /, '');
	// At once: the process ends before a stream would have written it.
	if (process.argv.includes('--json')) writeSync(process.stdout.fd, `${JSON.stringify({ error: reason })}\n`);
	process.exit(2);
}

/**
 * Adds a subcommand. Exit status: 0 done, 1 refused with a reason, 2 bad usage. Directus keeps connections open,
 * so a finished command ends the process itself.
 */
export function addCommand(
	crm: CliCommand,
	usage: string,
	description: string,
	configure: (command: CliCommand) => CliCommand,
	run: (args: string[], options: Record<string, unknown>) => Promise<Outcome>,
): void {
	const command = configure(crm.command(usage).description(description))
		.option('--json', 'print the result as one JSON object on the last line')
		.option('--lang <language>', 'of what is refused: zh-CN or en-US; default: LC_ALL, LC_MESSAGES or LANG')
		.allowExcessArguments(false);
	command.action(async (...received: never[]) => {
		const options = received.at(-2) as unknown as Record<string, unknown>;
		const args = received.slice(0, -2) as unknown as string[];
		process.exit(await execute(() => run(args.filter((arg) => arg !== undefined), options), options));
	});
}

async function execute(run: () => Promise<Outcome>, options: Record<string, unknown>): Promise<number> {
	try {
		const { result, text, failed } = await run();
		await print(process.stdout, options['json'] ? JSON.stringify(result) : text);
		return failed ? 1 : 0;
	} catch (error) {
		const reason = explain(error, commandLocale(options));
		await print(process.stderr, reason);
		if (options['json']) await print(process.stdout, JSON.stringify({ error: reason }));
		return (error as { code?: string }).code === 'INVALID_PAYLOAD' ? 2 : 1;
	}
}

function print(stream: NodeJS.WriteStream, text: string): Promise<void> {
	return new Promise((resolve) => stream.write(`${text}\n`, () => resolve()));
}

/** As other programs find it out: the first of them that is set. */
export function commandLocale({ lang }: Record<string, unknown>): Locale {
	const { LC_ALL: all, LC_MESSAGES: messages, LANG: general } = process.env;
	return localeOf(String(lang || all || messages || general || 'en-US'));
}

function explain(error: unknown, locale: Locale): string {
	const said = wordsOf(error)?.(locale) ?? (error instanceof Error ? error.message : String(error));
	// Refusals of ours name their own cure.
	return (error as { name?: string } | null)?.name === 'DirectusError' ? said : (databaseTrouble(said) ?? said);
}
