import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Host } from '../directus.ts';
import type { Look } from './render.ts';

interface Stored {
	organisation_name: string | null;
	color: string | null;
	language: string | null;
	logo: string | null;
	modified_on: unknown;
	type: string | null;
}

/** As the settings have it, with the organisation's language. */
export async function readLook(host: Host): Promise<Look & { language: string }> {
	const stored: Stored | undefined = await host
		.database('crm_settings as settings')
		.leftJoin('directus_files as file', 'file.id', 'settings.logo')
		.first('organisation_name', 'color', 'language', 'logo', 'file.modified_on', 'file.type');
	const { organisation_name: organisation, color = null, language } = stored ?? {};
	return { organisation: organisation ?? '', color, language: language ?? 'zh-CN', logo: stored ? await logoOf(host, stored) : null };
}

/** Pages ask no other address for anything, and files of the company are closed to the public: the logo is part of the page. */
let kept: { key: string; logo: string | null } | undefined;

async function logoOf(host: Host, { logo, type, modified_on: modified }: Stored): Promise<string | null> {
	if (logo === null || !type?.startsWith('image/')) return null;
	const key = `${logo} ${String(modified)}`;
	if (kept?.key === key) return kept.logo;
	try {
		kept = { key, logo: await readLogo(host, logo) };
		return kept.logo;
	} catch (error) {
		// A page without a logo is better than none, and the next one may have it again.
		host.logger.warn(error, '[guanxi] The logo of the organisation cannot be read; this page is shown without it');
		return null;
	}
}

/** Larger ones, which are drawings that cannot be scaled down here, are left out. */
const MOST_BYTES = 200_000;

async function readLogo(host: Host, id: string): Promise<string | null> {
	const assets = new host.services.AssetsService({ schema: await host.getSchema(), knex: host.database });
	const { stream, file } = await assets.getAsset(id, { transformationParams: { height: 96, format: 'webp', withoutEnlargement: true } });
	const parts: Buffer[] = [];
	await pipeline(stream as Readable, async (source: AsyncIterable<Buffer>) => {
		for await (const part of source) parts.push(part);
	});
	const bytes = Buffer.concat(parts);
	return bytes.length > MOST_BYTES ? null : `data:${file.type};base64,${bytes.toString('base64')}`;
}
