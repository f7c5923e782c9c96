import type { FolderSpec } from '../compile.ts';
import { label } from '../fields.ts';
import type { PluginSchema } from '../model.ts';
import { PURPLE } from './colors.ts';
import { crmCalendars } from './crm-calendars.ts';
import { crmContacts } from './crm-contacts.ts';
import { crmCustomers } from './crm-customers.ts';
import { crmEvents } from './crm-events.ts';
import { crmInteractions } from './crm-interactions.ts';
import { crmOrderLines } from './crm-order-lines.ts';
import { crmOrders } from './crm-orders.ts';
import { crmProducts } from './crm-products.ts';
import { crmSettings } from './crm-settings.ts';
import { crmTasks } from './crm-tasks.ts';
import { coreIndexes } from './indexes.ts';
import { corePresets } from './presets.ts';
import { CLOCK_INDEXES, CLOCK_TABLES } from './tables-clocks.ts';
import { DURABLE_INDEXES, DURABLE_TABLES } from './tables-durable.ts';
import { IMPORT_INDEXES, IMPORT_TABLES } from './tables-import.ts';
import { coreRights } from './rights.ts';
import { coreTexts } from './texts.ts';

/** The one folder of the navigation; every plugin puts its collections here. */
export const crmFolders: FolderSpec[] = [
	{ collection: 'crm', label: label('客户关系', 'CRM'), icon: 'handshake', color: PURPLE, sort: 1 },
];

export const coreSchema: PluginSchema = {
	plugin: 'core',
	version: 4,
	collections: [
		crmCustomers,
		crmContacts,
		crmProducts,
		crmOrders,
		crmOrderLines,
		crmInteractions,
		crmTasks,
		crmCalendars,
		crmSettings,
		crmEvents,
	],
	extensions: [],
	tables: [...IMPORT_TABLES, ...DURABLE_TABLES, ...CLOCK_TABLES],
	indexes: [...coreIndexes, ...IMPORT_INDEXES, ...DURABLE_INDEXES, ...CLOCK_INDEXES],
	seeds: corePresets,
	rights: coreRights,
	texts: coreTexts,
};
