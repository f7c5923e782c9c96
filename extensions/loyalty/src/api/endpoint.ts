import { defineEndpoint } from '@directus/extensions-sdk';
import type { Host } from '@guanxi/core/directus';
import { mountOperations } from '@guanxi/core/operations';
import { OPERATIONS } from './operations.ts';

/** `/crm/loyalty`: accounts, movements of points, and the books of a program. */
export default defineEndpoint({
	id: 'crm/loyalty',
	handler: (router, context) =>
		mountOperations(router, context as unknown as Host, { id: 'crm/loyalty', operations: OPERATIONS }),
});
