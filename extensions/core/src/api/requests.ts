import { z } from 'zod';
import { named } from './operations.ts';

/** The largest key of a table that numbers its rows; PostgreSQL throws on larger ones. */
const MAX_ID = 2_147_483_647;

export const InstallBody = z.strictObject({
	only: z
		.array(z.string())
		.meta({ examples: [['core']] })
		.optional()
		.describe('Ids of plugins; default: all that are loaded'),
	dry_run: z.boolean().default(false),
});

export const RetryBody = z.strictObject({
	ids: z.array(z.int().positive().max(MAX_ID)).max(1000).optional().describe('Only these; default: all that were given up'),
});

export const ImportParams = z.object({ id: z.guid().meta(named(['导入记录', 'Import'])) });
export const AssetParams = z.object({ name: z.string() });
