import { z } from 'zod';

export const InstallBody = z.strictObject({
	only: z.array(z.string()).optional(),
	dry_run: z.boolean().default(false),
});
