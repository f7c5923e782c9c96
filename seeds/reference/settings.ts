import type { SeedSpec } from '@guanxi/schema/model';

export const settingsRows: SeedSpec[] = [
	{
		collection: 'crm_settings',
		key: 'dc7eb54c-6d88-41ea-a6e1-14036f961027',
		row: {
			timezone: 'Asia/Shanghai',
			currency: 'CNY',
			language: 'zh-CN',
			exchange_rates: [],
			color: '#2563EB',
			contact_window_days: 30,
			contact_max_total: 4,
			contact_max_per_channel: 2,
			quiet_from: '21:00',
			quiet_to: '08:00',
		},
	},
];
