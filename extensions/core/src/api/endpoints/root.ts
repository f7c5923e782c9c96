import { defineEndpoint } from '@directus/extensions-sdk';
import type { Host } from '../directus.ts';
import { mountOperations } from '../operations.ts';
import { ROOT_OPERATIONS } from './root-operations.ts';

/** `/crm`: the API description and the assets that panels load on demand. No catch-all: other bundles live below. */
export default defineEndpoint({
	id: 'crm',
	handler: (router, context) =>
		mountOperations(router, context as unknown as Host, { id: 'crm', operations: ROOT_OPERATIONS }),
});
