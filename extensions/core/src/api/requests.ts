import { z } from 'zod';

export const InstallBody = z.strictObject({
	only: z.array(z.string()).optional(),
	dry_run: z.boolean().default(false),
});

export const RetryBody = z.strictObject({
	ids: z.array(z.int().positive()).max(1000).optional().describe('Only these; default: all that were given up'),
});
