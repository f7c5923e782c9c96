import { defineEndpoint } from '@directus/extensions-sdk';
import type { Host } from '@guanxi/core/directus';
import { mountOperations } from '@guanxi/core/operations';
import { OPERATIONS } from './operations.ts';

/** `/crm/abc`: run models, and read what they found. Rights are the caller's Directus permissions. */
export default defineEndpoint({
	id: 'crm/abc',
	handler: (router, context) =>
		mountOperations(router, context as unknown as Host, { id: 'crm/abc', operations: OPERATIONS }),
});
