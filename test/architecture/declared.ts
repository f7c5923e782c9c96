import { abcSchema } from '../../schema/abc-scoring/index.ts';
import { coreSchema } from '../../schema/core/index.ts';
import { complaintsSchema } from '../../schema/complaints/index.ts';
import { loyaltySchema } from '../../schema/loyalty/index.ts';
import type { FieldSpec, PluginSchema, SeedSpec } from '../../schema/model.ts';
import { calendarRows } from '../../seeds/reference/calendars.ts';
import { loyaltyProgramRows } from '../../seeds/reference/loyalty-programs.ts';
import { loyaltyRuleRows } from '../../seeds/reference/loyalty-rules.ts';
import { scoringModelRows } from '../../seeds/reference/scoring-models.ts';
import { settingsRows } from '../../seeds/reference/settings.ts';
import { slaPolicyRows } from '../../seeds/reference/sla-policies.ts';

/** What all plugins declare. A new plugin adds itself here. */
export const plugins: PluginSchema[] = [coreSchema, abcSchema, loyaltySchema, complaintsSchema];
export const collections = plugins.flatMap((plugin) => plugin.collections);
export const referenceRows: SeedSpec[] = [...settingsRows, ...calendarRows, ...scoringModelRows, ...loyaltyProgramRows, ...loyaltyRuleRows, ...slaPolicyRows];
export const seeds: SeedSpec[] = [...plugins.flatMap((plugin) => plugin.seeds), ...referenceRows];

/** Fields of a collection as far as `known` plugins are installed. */
export function fieldsOf(collection: string, known: PluginSchema[] = plugins): FieldSpec[] {
	const own = known.flatMap((plugin) => plugin.collections).find((spec) => spec.collection === collection);
	const added = known.flatMap((plugin) => plugin.extensions).filter((item) => item.collection === collection);
	return [...(own?.fields ?? []), ...added.flatMap((item) => item.fields)];
}

export const everyField = [...new Set([...collections.map((spec) => spec.collection)])].flatMap((collection) =>
	fieldsOf(collection).map((field) => ({ collection, field })),
);
