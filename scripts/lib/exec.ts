import { spawn } from 'node:child_process';

export interface Done {
	code: number;
	output: string;
	stdout: string;
}

/** Runs a program to its end, collecting what it prints; `show` passes its stderr on as it comes. */
export function exec(
	command: string,
	args: string[],
	options: { cwd?: string; env?: NodeJS.ProcessEnv; show?: boolean } = {},
): Promise<Done> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd: options.cwd,
			env: options.env ?? process.env,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const all: string[] = [];
		const out: string[] = [];
		child.stdout.on('data', (part: Buffer) => {
			all.push(String(part));
			out.push(String(part));
		});
		child.stderr.on('data', (part: Buffer) => {
			all.push(String(part));
			if (options.show) process.stderr.write(part);
		});
		child.on('error', reject);
		child.on('close', (code) => resolve({ code: code ?? 1, output: all.join(''), stdout: out.join('') }));
	});
}
