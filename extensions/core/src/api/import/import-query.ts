import { z } from 'zod';
import type { WantedMapping } from '../../domain/import/mapping.ts';
import { isTarget, parseMapOption } from '../../domain/import/parse-map-option.ts';
import type { Language } from '../../domain/import/reject-reasons.ts';
import { TARGETS } from '../../domain/import/targets.ts';
import type { Call } from '../directus.ts';
import { InvalidPayloadError } from '../errors.ts';

const Flag = z
	.enum(['', 'true', 'false', '1', '0'], { message: 'must be true or false' })
	.optional()
	.describe('`true`: check the file, write nothing')
	.transform((text) => text !== undefined && text !== 'false' && text !== '0');

/** Query parameters of an upload. */
export const ImportQuery = z.object({
	map: z
		.string({ message: 'must be text: JSON or target=header,…' })
		.max(10_000)
		.meta({ examples: ['number=Order,amount=Total', '{"customer":"Client"}'] })
		.optional()
		.describe('JSON object target → header, or `target=header,…`; columns are guessed from their names otherwise'),
	dry_run: Flag,
	// It is stored, and PostgreSQL has no text with a zero in it.
	filename: z
		.string()
		.max(255)
		.regex(/^[^\u0000-\u001f]*$/, { message: 'must not have control characters' })
		.optional(),
	language: z
		.enum(['zh', 'en', 'zh-CN', 'en-US'], { message: 'must be zh or en' })
		.optional()
		.describe('Of messages and reasons; default: the first of the header Accept-Language'),
});

export interface ImportOptions {
	map: WantedMapping;
	dryRun: boolean;
	filename: string | null;
	language: Language;
}

export function importOptions(query: z.output<typeof ImportQuery>, { headers }: Pick<Call, 'headers'>): ImportOptions {
	const { map, dry_run: dryRun, filename, language } = query;
	const tongue = language ?? (/^zh/i.test(headers['accept-language'] ?? '') ? 'zh' : 'en');
	return { map: readMap(map), dryRun, filename: filename ?? null, language: tongue.startsWith('zh') ? 'zh' : 'en' };
}

function readMap(text = ''): WantedMapping {
	if (!text.trim().startsWith('{')) {
		const read = parseMapOption(text);
		if ('wanted' in read) return read.wanted;
		throw wrongMap(`has "${read.wrong}"; write target=header with one of ${TARGETS.join(', ')}`);
	}
	let object: unknown;
	try {
		object = JSON.parse(text);
	} catch {
		throw wrongMap('is not valid JSON');
	}
	for (const [target, header] of Object.entries(object as object)) {
		if (!isTarget(target)) throw wrongMap(`has "${target}"; targets are ${TARGETS.join(', ')}`);
		if (typeof header !== 'string') throw wrongMap(`must name a header for "${target}" as text`);
	}
	return object as WantedMapping;
}

const wrongMap = (reason: string): Error => new InvalidPayloadError({ field: 'map', reason });
