import { defineEndpoint } from '@directus/extensions-sdk';
import type { Host } from '@guanxi/core/directus';
import { mountOperations } from '@guanxi/core/operations';
import { OPERATIONS } from './operations.ts';

/** `/crm/complaints`: how cases come in, and how they move. */
export default defineEndpoint({
	id: 'crm/complaints',
	handler: (router, context) =>
		mountOperations(router, context as unknown as Host, { id: 'crm/complaints', operations: OPERATIONS }),
});
