import { defineEndpoint } from '@directus/extensions-sdk';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { Host } from '../directus.ts';
import { NotFoundError, parse, refuseMalformed, route } from '../http.ts';
import { openApiDocument } from '../openapi.ts';
import { AssetParams } from '../requests.ts';

const DIST = dirname(fileURLToPath(import.meta.url));

/** `/crm`: the API description and the assets that panels load on demand. No catch-all: other bundles live below. */
export default defineEndpoint({
	id: 'crm',
	handler: (router, context) => {
		const host = context as unknown as Host;
		router.get(
			'/openapi.json',
			route(async (_call, reply) => {
				reply.json(await openApiDocument(host));
			}),
		);
		router.get(
			'/assets',
			route((_call, reply) => {
				reply.setHeader('Cache-Control', 'no-cache');
				return assetUrls();
			}),
		);
		router.get(
			'/assets/:name',
			route((call, reply) => sendAsset(parse(AssetParams, call.params).name, reply)),
		);
		refuseMalformed(router);
	},
});

/** Logical name → address with content hash: `{ echarts: '/crm/assets/echarts-0123456789ab.js' }`. */
function assetUrls(): Record<string, string> {
	const folder = join(DIST, 'assets');
	const files = existsSync(folder) ? readdirSync(folder) : [];
	return Object.fromEntries(files.map((file) => [file.replace(/-[a-f0-9]{12}\.js$/, ''), `/crm/assets/${file}`]));
}

/** Only files with a content hash in their name are served, so they may be cached for good. */
function sendAsset(name: string, reply: Parameters<Parameters<typeof route>[0]>[1]): Promise<void> {
	const file = join(DIST, 'assets', name);
	if (!/^[a-z]+-[a-f0-9]{12}\.js$/.test(name) || !existsSync(file)) throw new NotFoundError({ what: 'Asset' });
	reply.setHeader('Content-Type', 'text/javascript; charset=utf-8');
	reply.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
	// A reader who goes away half-way must not keep the file open.
	return pipeline(createReadStream(file), reply).catch(() => undefined);
}
