import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EndpointConfig, HookConfig } from '@directus/types';
import express from 'express';
import { bundles, EXTENSIONS } from '../../scripts/lib/paths.ts';

export interface Route {
	method: string;
	/** As OpenAPI writes it: `/crm/abc/models/{key}/run`. */
	path: string;
}

interface Entry {
	type: string;
	source: string;
}

/** The routes that the endpoints of all bundles really have, read from Express. */
export async function registeredRoutes(): Promise<Route[]> {
	const routes: Route[] = [];
	for (const source of sourcesOf('endpoint')) {
		const config = (await load<Exclude<EndpointConfig, { call: unknown }>>(source)) as { id: string; handler: Handler };
		const router = express.Router();
		config.handler(router, host({}));
		routes.push(...routesOf(router, `/${config.id}`));
	}
	return routes;
}

/** What the hooks of all bundles contribute to one of core's emitter filters. */
export async function contributionsTo<T>(event: string): Promise<T[]> {
	const handlers: ((list: T[]) => T[] | Promise<T[]>)[] = [];
	const onFilter = (name: string, handler: (list: T[]) => T[]): void => {
		if (name === event) handlers.push(handler);
	};
	const ignored = (): void => undefined;
	const register = { filter: ignored, action: ignored, init: ignored, schedule: ignored, embed: ignored };
	for (const source of sourcesOf('hook')) (await load<HookConfig>(source))(register, host({ onFilter }) as never);
	let list: T[] = [];
	for (const handler of handlers) list = await handler(list);
	return list;
}

type Handler = (router: express.Router, context: object) => void;

/** Registering asks the host for nothing else; whatever a handler needs it asks for later. */
function host(emitter: object): object {
	return { env: { CRM_SCHEDULES: 'on' }, emitter, logger: {} };
}

function sourcesOf(type: string): string[] {
	return bundles().flatMap((folder) => {
		const manifest = JSON.parse(readFileSync(join(EXTENSIONS, folder, 'package.json'), 'utf8')) as {
			'directus:extension': { entries: Entry[] };
		};
		const entries = manifest['directus:extension'].entries.filter((entry) => entry.type === type);
		return entries.map(({ source }) => join(EXTENSIONS, folder, source));
	});
}

async function load<T>(source: string): Promise<T> {
	return ((await import(pathToFileURL(source).href)) as { default: T }).default;
}

interface Layer {
	route?: { path: string; methods: Record<string, boolean> };
}

function routesOf(router: express.Router, base: string): Route[] {
	return (router.stack as unknown as Layer[]).flatMap(({ route }) => {
		if (!route) return [];
		const path = `${base}${route.path}`.replace(/\/$/, '').replaceAll(/:(\w+)/g, '{$1}');
		return Object.keys(route.methods).map((method) => ({ method, path }));
	});
}
