import { z } from 'zod';
import * as answers from './answers.ts';
import * as imports from './import/import-answers.ts';
import { ImportQuery } from './import/import-query.ts';
import type { ApiOperation } from './openapi.ts';
import * as requests from './requests.ts';

const tag = 'System';

/** Core's part of `GET /crm/openapi.json`. */
export const CORE_OPERATIONS: ApiOperation[] = [
	{
		tag,
		method: 'get',
		path: '/crm/openapi.json',
		summary: 'This document',
		public: true,
		answer: answers.DocumentAnswer,
		bare: true,
	},
	{
		tag,
		method: 'get',
		path: '/crm/assets',
		summary: 'Addresses of what the Studio loads on demand',
		public: true,
		answer: answers.AssetUrlsAnswer,
	},
	{
		tag,
		method: 'get',
		path: '/crm/assets/{name}',
		summary: 'One of these; its name has a hash of its content, so it may be kept for good',
		public: true,
		params: requests.AssetParams,
		answer: z.string(),
		answerMedia: 'text/javascript',
		errors: [404],
	},
	{
		tag,
		method: 'get',
		path: '/crm/system/status',
		summary: 'Versions, plugins, last runs, audit',
		answer: answers.StatusAnswer,
	},
	{
		tag,
		method: 'post',
		path: '/crm/system/install',
		summary: 'Create missing collections, fields, indexes and texts',
		body: requests.InstallBody,
		answer: answers.InstallAnswer,
		errors: [409],
	},
	{
		tag,
		method: 'post',
		path: '/crm/system/audit',
		summary: 'Check what must always hold',
		body: requests.NoBody,
		answer: answers.AuditAnswer,
	},
	{
		tag,
		method: 'post',
		path: '/crm/system/actions/retry',
		summary: 'Try again what was given up after too many failures',
		body: requests.RetryBody,
		answer: answers.RetryAnswer,
	},
	{
		tag,
		method: 'post',
		path: '/crm/system/imports',
		summary: 'Import orders from a CSV file: send the file itself as `text/csv`',
		query: ImportQuery,
		media: 'text/csv',
		success: 202,
		answer: imports.ImportAnswer,
	},
	{
		tag,
		method: 'post',
		path: '/crm/system/imports/preview',
		summary: 'Guessed columns and the first rows; send the first 64 kB of the file',
		query: ImportQuery,
		media: 'text/csv',
		answer: imports.ImportPreviewAnswer,
	},
	{ tag, method: 'get', path: '/crm/system/imports', summary: 'The last imports', answer: imports.ImportsAnswer },
	{
		tag,
		method: 'get',
		path: '/crm/system/imports/{id}',
		summary: 'Progress and result of an import',
		params: requests.ImportParams,
		answer: imports.ImportAnswer,
		errors: [404],
	},
	{
		tag,
		method: 'get',
		path: '/crm/system/imports/{id}/rejects',
		summary: 'Rejected rows as CSV, with line, column and reason',
		params: requests.ImportParams,
		answer: imports.RejectsAnswer,
		answerMedia: 'text/csv',
		errors: [404],
	},
];
