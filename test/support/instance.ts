import { spawn, type ChildProcess } from 'node:child_process';
import type { Knex } from 'knex';
import { connect } from '../../scripts/lib/database.ts';
import type { Environment } from '../../scripts/lib/environment.ts';
import { DIRECTUS_CLI, ROOT } from '../../scripts/lib/paths.ts';
import { freePort } from './postgres-cluster.ts';
import { ADMIN_TOKEN, copyTemplate, type Template } from './templates.ts';

export interface Answer<T = unknown> {
	status: number;
	data: T;
	errors: { message: string; extensions: { code: string; reason?: string; field?: string } }[];
	headers: Headers;
	text: string;
}

/** A real, served Directus with our bundles on a database of its own. */
export interface Instance {
	url: string;
	env: Environment;
	knex: Knex;
	call: <T = never>(method: string, path: string, body?: unknown, options?: CallOptions) => Promise<Answer<T>>;
	log: () => string;
	stop: () => Promise<void>;
}

interface CallOptions {
	token?: string | null;
	headers?: Record<string, string>;
}

/** Serves a fresh copy of a template. */
export async function startInstance(
	template: Template,
	extra: Record<string, string> = {},
): Promise<Instance> {
	return serve(await copyTemplate(template, { PORT: String(await freePort()), ...extra }));
}

/** Serves a database that exists; several instances may serve the same one. */
export async function serve(env: Environment): Promise<Instance> {
	const child = spawn(process.execPath, [DIRECTUS_CLI, 'start'], {
		cwd: ROOT,
		env,
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
	});
	const lines: string[] = [];
	for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => lines.push(String(part)));
	await untilReady(child, lines);
	const url = `http://127.0.0.1:${env['PORT']}`;
	const knex = connect(env);
	return {
		url,
		env,
		knex,
		call: (method, path, body, options) => call(url, method, path, body, options),
		log: () => lines.join(''),
		stop: async () => {
			await knex.destroy();
			await ended(child);
		},
	};
}

async function call<T>(
	url: string,
	method: string,
	path: string,
	body?: unknown,
	{ token = ADMIN_TOKEN, headers = {} }: CallOptions = {},
): Promise<Answer<T>> {
	const isText = typeof body === 'string';
	const response = await fetch(`${url}${path}`, {
		method,
		headers: {
			...(body === undefined ? {} : { 'content-type': isText ? 'text/csv' : 'application/json' }),
			...(token ? { authorization: `Bearer ${token}` } : {}),
			...headers,
		},
		body: body === undefined ? undefined : isText ? body : JSON.stringify(body),
	});
	const text = await response.text();
	const json = /json/.test(response.headers.get('content-type') ?? '') && text ? JSON.parse(text) : {};
	return {
		status: response.status,
		data: json.data,
		errors: json.errors ?? [],
		headers: response.headers,
		text,
	};
}

function untilReady(child: ChildProcess, lines: string[]): Promise<void> {
	return new Promise((resolve, reject) => {
		child.once('message', () => resolve());
		child.once('exit', (code) => reject(new Error(`Directus ended with ${code}: ${lines.join('')}`)));
	});
}

function ended(child: ChildProcess): Promise<void> {
	return new Promise((resolve) => {
		if (child.exitCode !== null) return resolve();
		child.once('exit', () => resolve());
		child.kill('SIGTERM');
	});
}
