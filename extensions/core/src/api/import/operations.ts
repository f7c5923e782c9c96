import { operation, type Operation } from '../operations.ts';
import { ImportParams } from '../requests.ts';
import { listImports, ownEntry, preview, sendRejects, start } from './endpoint.ts';
import * as answers from './import-answers.ts';
import { ImportQuery } from './import-query.ts';
import { importRights } from './import-rights.ts';
import { importView } from './import-view.ts';

const tag = 'System';

/** `/crm/system/imports`: upload, preview, progress and refused rows. */
export const IMPORT_OPERATIONS: Operation[] = [
	operation({
		method: 'post',
		path: '/crm/system/imports',
		summary: 'Import orders from a CSV file: send the file itself as `text/csv`',
		tag,
		may: importRights,
		query: ImportQuery,
		media: 'text/csv',
		success: 202,
		answer: answers.ImportAnswer,
		handle: start,
	}),
	operation({
		method: 'post',
		path: '/crm/system/imports/preview',
		summary: 'Guessed columns and the first rows; send the first 64 kB of the file',
		tag,
		may: importRights,
		query: ImportQuery,
		media: 'text/csv',
		answer: answers.ImportPreviewAnswer,
		handle: preview,
	}),
	operation({
		method: 'get',
		path: '/crm/system/imports',
		summary: 'The last imports',
		tag,
		may: importRights,
		answer: answers.ImportsAnswer,
		handle: listImports,
	}),
	operation({
		method: 'get',
		path: '/crm/system/imports/{id}',
		summary: 'Progress and result of an import',
		tag,
		may: importRights,
		params: ImportParams,
		answer: answers.ImportAnswer,
		handle: async ({ host, params: { id }, rights }) => importView(await ownEntry(host, id, rights)),
	}),
	operation({
		method: 'get',
		path: '/crm/system/imports/{id}/rejects',
		summary: 'Rejected rows as CSV, with line, column and reason',
		tag,
		may: importRights,
		params: ImportParams,
		answerMedia: 'text/csv',
		handle: async ({ host, params: { id }, rights, reply }) => sendRejects(host, await ownEntry(host, id, rights), reply),
	}),
];
