import { z, type ZodType } from 'zod';
import type { ImportResult } from '../../domain/import/import-result.ts';
import { REJECT_REASONS, type RejectReason } from '../../domain/import/reject-reasons.ts';
import { TARGETS, type Target } from '../../domain/import/targets.ts';

/** What `/crm/system/imports` answers, as its OpenAPI document describes it. */
const count = z.int().min(0);
const REASONS = Object.keys(REJECT_REASONS) as RejectReason[];

const Mapping = z.partialRecord(z.enum(TARGETS), z.string()).describe('Target → header of the file') satisfies ZodType<
	Partial<Record<Target, string>>
>;

const RowProblem = z.object({
	line: count,
	column: z.string().describe("The file's own header; empty for the whole row"),
	reason: z.string(),
});

const FIGURES = { read: count, created: count, updated: count, skipped: count, rejected: count };

const RESULT = {
	dry_run: z.boolean(),
	...FIGURES,
	customers_created: count,
	reject_file: z.string().nullable().describe('Where the refused rows can be fetched'),
	negatives: z.object({ orders: count, refunds: count, joined: count }),
	mapping: Mapping,
	encoding: z.string(),
	delimiter: z.string(),
	duration_ms: count,
	reasons: z.partialRecord(z.enum(REASONS), count).describe('Refused rows by reason'),
	problems: z.array(RowProblem).describe('The first refused rows'),
	notes: z.array(z.string()),
};

const Result = z.object(RESULT) satisfies ZodType<ImportResult>;

/** The figures stand beside the state too: those so far while it runs, all of them when it is done. */
export const ImportAnswer = z.object({
	...Result.partial().shape,
	id: z.string(),
	state: z.enum(['queued', 'running', 'done', 'refused', 'failed', 'interrupted']),
	source: z.enum(['api', 'cli']),
	filename: z.string().nullable(),
	dry_run: z.boolean(),
	progress: z.number().min(0).max(1).nullable().describe('Share that is read; null while the size is unknown'),
	bytes: count,
	total_bytes: count.nullable(),
	result: Result.nullable().describe('Null until it is done'),
	error: z.string().nullable(),
	advice: z.string().nullable().describe('What to do about an import that stopped'),
	created_at: z.string(),
	finished_at: z.string().nullable(),
});

export const ImportsAnswer = z.array(ImportAnswer).describe('Newest first, at most 20');

export const ImportPreviewAnswer = z.object({
	headers: z.array(z.string()),
	mapping: Mapping,
	refusals: z
		.array(
			z.object({
				code: z.string(),
				message: z.string(),
				target: z.enum(TARGETS).optional(),
				header: z.string().optional(),
				headers: z.array(z.string()).optional(),
			}),
		)
		.describe('Why the import cannot start; empty when it can'),
	rows: z.array(
		z.object({
			line: count,
			cells: z.array(z.string()),
			values: z
				.record(z.string(), z.string().nullable())
				.nullable()
				.describe('What would be stored; null for a row that would be refused'),
			problems: z.array(RowProblem),
		}),
	),
	encoding: z.string(),
	delimiter: z.string(),
	currency: z.string().describe('The home currency, of rows that name none'),
	targets: z.array(z.object({ name: z.enum(TARGETS), required: z.boolean() })),
});
