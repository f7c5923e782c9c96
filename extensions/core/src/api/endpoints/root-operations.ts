import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import * as answers from '../answers.ts';
import type { Reply } from '../directus.ts';
import { notFound } from '../errors.ts';
import { openApiDocument } from '../openapi.ts';
import { operation, type Operation } from '../operations.ts';
import { AssetParams } from '../requests.ts';

const DIST = dirname(fileURLToPath(import.meta.url));
const tag = 'System';

/** What stands directly below `/crm`. */
export const ROOT_OPERATIONS: Operation[] = [
	operation({
		method: 'get',
		path: '/crm/openapi.json',
		summary: 'This document',
		tag,
		may: 'public',
		answer: answers.DocumentAnswer,
		bare: true,
		handle: ({ host }) => openApiDocument(host),
	}),
	operation({
		method: 'get',
		path: '/crm/assets',
		summary: 'Addresses of what the Studio loads on demand',
		tag,
		may: 'public',
		answer: answers.AssetUrlsAnswer,
		handle: ({ reply }) => {
			reply.setHeader('Cache-Control', 'no-cache');
			return assetUrls();
		},
	}),
	operation({
		method: 'get',
		path: '/crm/assets/{name}',
		summary: 'One of these; its name has a hash of its content, so it may be kept for good',
		tag,
		may: 'public',
		params: AssetParams,
		answerMedia: 'text/javascript',
		handle: ({ params, reply }) => sendAsset(params.name, reply),
	}),
];

/** Logical name → address with content hash: `{ echarts: '/crm/assets/echarts-0123456789ab.js' }`. */
function assetUrls(): Record<string, string> {
	const folder = join(DIST, 'assets');
	const files = existsSync(folder) ? readdirSync(folder) : [];
	return Object.fromEntries(files.map((file) => [file.replace(/-[a-f0-9]{12}\.js$/, ''), `/crm/assets/${file}`]));
}

/** Only files with a content hash in their name are served, so they may be cached for good. */
function sendAsset(name: string, reply: Reply): Promise<void> {
	const file = join(DIST, 'assets', name);
	if (!/^[a-z]+-[a-f0-9]{12}\.js$/.test(name) || !existsSync(file)) throw notFound(['文件', 'Asset']);
	reply.setHeader('Content-Type', 'text/javascript; charset=utf-8');
	reply.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
	// A reader who goes away half-way must not keep the file open.
	return pipeline(createReadStream(file), reply).catch(() => undefined);
}
