import { defineEndpoint } from '@directus/extensions-sdk';
import type { Host } from '../directus.ts';
import { mountOperations } from '../operations.ts';
import { SYSTEM_OPERATIONS } from './system-operations.ts';

/** `/crm/system`: what an administrator needs to run an installation. */
export default defineEndpoint({
	id: 'crm/system',
	handler: (router, context) =>
		mountOperations(router, context as unknown as Host, { id: 'crm/system', operations: SYSTEM_OPERATIONS }),
});
