import { z } from 'zod';
import type { ApiOperation } from './openapi.ts';
import { InstallBody, RetryBody } from './requests.ts';

const tag = 'System';
const ImportQuery = z.object({
	map: z.string().optional().describe('JSON or `target=Header,…`; columns are guessed from their names otherwise'),
	dry_run: z.string().optional().describe('`true`: check the file, write nothing'),
	filename: z.string().optional(),
});
const ImportParams = z.object({ id: z.string() });

/** Core's part of `GET /crm/openapi.json`. */
export const CORE_OPERATIONS: ApiOperation[] = [
	{ tag, method: 'get', path: '/crm/openapi.json', summary: 'This document', public: true, errors: [] },
	{ tag, method: 'get', path: '/crm/system/status', summary: 'Versions, plugins, last runs, audit', errors: [] },
	{
		tag,
		method: 'post',
		path: '/crm/system/install',
		summary: 'Create missing collections, fields, indexes and texts',
		body: InstallBody,
		errors: [400, 409],
	},
	{ tag, method: 'post', path: '/crm/system/audit', summary: 'Check what must always hold', errors: [] },
	{
		tag,
		method: 'post',
		path: '/crm/system/actions/retry',
		summary: 'Try again what was given up after too many failures',
		body: RetryBody,
		errors: [400],
	},
	{
		tag,
		method: 'post',
		path: '/crm/system/imports',
		summary: 'Import orders from a CSV file: send the file itself as `text/csv`',
		query: ImportQuery,
		media: 'text/csv',
		success: 202,
	},
	{
		tag,
		method: 'post',
		path: '/crm/system/imports/preview',
		summary: 'Guessed columns and the first rows; send the first 64 kB of the file',
		query: ImportQuery,
		media: 'text/csv',
	},
	{ tag, method: 'get', path: '/crm/system/imports', summary: 'The last imports', errors: [] },
	{
		tag,
		method: 'get',
		path: '/crm/system/imports/{id}',
		summary: 'Progress and result of an import',
		params: ImportParams,
		errors: [404],
	},
	{
		tag,
		method: 'get',
		path: '/crm/system/imports/{id}/rejects',
		summary: 'Rejected rows as CSV, with line, column and reason',
		params: ImportParams,
		errors: [404],
	},
];
