import { RULESETS } from '@guanxi/schema/roles/model';
import { z, type ZodType } from 'zod';
import type { ActionStatus } from './actions/status.ts';
import type { AuditReport } from './audit.ts';
import type { InstalledRoles } from './install/roles.ts';

/** What `/crm` and `/crm/system` answer, as their OpenAPI document describes it. */
const count = z.int().min(0);

/** The document describes everything but itself: its form is OpenAPI's own. */
export const DocumentAnswer = z.looseObject({
	openapi: z.string(),
	info: z.looseObject({}),
	paths: z.record(z.string(), z.looseObject({})),
	components: z.looseObject({}),
});

export const AssetUrlsAnswer = z.record(z.string(), z.string()).describe('Name of an asset → its present address');

export const AuditAnswer = z.object({
	ok: z.boolean(),
	at: z.string().describe('When it ran'),
	checks: z.array(
		z.object({
			name: z.string(),
			ok: z.boolean(),
			examples: z.array(z.string()).describe('Ids that break it, at most 20'),
			error: z.string().nullable().describe('Why the check itself could not be made'),
		}),
	),
}) satisfies ZodType<AuditReport>;

const ActionsAnswer = z.object({
	scheduled: count,
	overdue: count,
	oldest_due_at: z.string().nullable(),
	leased: count,
	dead: count,
	dead_examples: z.array(
		z.object({
			id: z.int(),
			kind: z.string(),
			subject: z.string().nullable(),
			attempts: count,
			last_error: z.string().nullable(),
		}),
	),
}) satisfies ZodType<ActionStatus>;

const RolesAnswer = z.object({
	ruleset: z.enum(RULESETS).nullable().describe('`basic` has no row rules; null before the roles are installed'),
	missing: z.string().nullable().describe('What the installed set cannot do'),
}) satisfies ZodType<InstalledRoles>;

export const StatusAnswer = z.object({
	versions: z.object({ directus: z.string().nullable(), node: z.string(), guanxi: z.string() }),
	plugins: z.array(
		z.object({
			id: z.string(),
			schema_version: z.int(),
			installed_version: z.int().nullable(),
			up_to_date: z.boolean(),
		}),
	),
	installed: z.boolean(),
	roles: RolesAnswer,
	database: z.string(),
	schedules: z.boolean(),
	actions: ActionsAnswer.nullable().describe('Null before the schema is installed'),
	last_runs: z.record(z.string(), z.unknown()).describe('One entry per plugin that has something to tell'),
	audit: AuditAnswer.nullable().describe('What the last audit found; null before the first one'),
});

export const InstallAnswer = z.object({
	dry_run: z.boolean(),
	created: count,
	items: z.array(z.string()).describe('What was created or, in a dry run, what would be'),
	roles: RolesAnswer,
});

export const RetryAnswer = z.object({ retried: count });
