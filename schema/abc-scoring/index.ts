import type { PluginSchema } from '../model.ts';
import { crmCustomerScores } from './crm-customer-scores.ts';
import { crmScoringModels } from './crm-scoring-models.ts';
import { customerValueFields } from './customer-fields.ts';
import { abcDashboard } from './dashboard.ts';
import { abcPresets } from './presets.ts';
import { abcRights } from './rights.ts';
import { ABC_INDEXES, ABC_TABLES, TRACKING_PREFIX } from './tables.ts';
import { abcTexts } from './texts.ts';

export const abcSchema: PluginSchema = {
	plugin: 'abc',
	version: 3,
	collections: [crmScoringModels, crmCustomerScores],
	extensions: [{ collection: 'crm_customers', fields: customerValueFields }],
	tables: ABC_TABLES,
	indexes: ABC_INDEXES,
	triggerPrefix: TRACKING_PREFIX,
	seeds: [...abcPresets, ...abcDashboard],
	rights: abcRights,
	texts: abcTexts,
};
