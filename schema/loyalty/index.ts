import type { PluginSchema } from '../model.ts';
import { crmLoyaltyAccounts } from './crm-loyalty-accounts.ts';
import { crmLoyaltyEntries } from './crm-loyalty-entries.ts';
import { crmLoyaltyPrograms } from './crm-loyalty-programs.ts';
import { crmLoyaltyRewards } from './crm-loyalty-rewards.ts';
import { crmLoyaltyRules } from './crm-loyalty-rules.ts';
import { customerLoyaltyFields } from './customer-fields.ts';
import { loyaltyDashboard } from './dashboard.ts';
import { loyaltyPresets } from './presets.ts';
import { loyaltyRights } from './rights.ts';
import { LOYALTY_INDEXES, LOYALTY_TABLES } from './tables.ts';
import { LOYALTY_WATCHES } from './watches.ts';

export const loyaltySchema: PluginSchema = {
	plugin: 'loyalty',
	version: 3,
	collections: [crmLoyaltyPrograms, crmLoyaltyAccounts, crmLoyaltyEntries, crmLoyaltyRules, crmLoyaltyRewards],
	extensions: [{ collection: 'crm_customers', fields: customerLoyaltyFields }],
	tables: LOYALTY_TABLES,
	indexes: LOYALTY_INDEXES,
	watches: LOYALTY_WATCHES,
	seeds: [...loyaltyPresets, ...loyaltyDashboard],
	rights: loyaltyRights,
	texts: {},
};
