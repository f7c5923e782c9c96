import { label } from '@guanxi/schema/fields';
import type { SeedSpec } from '@guanxi/schema/model';
import { chinaDays, type Shifts } from './china-days.ts';

const WORKDAY: Shifts = [['09:00', '18:00']];

/** Monday is 1, Sunday 7. */
const fiveDays: Record<string, Shifts> = { 1: WORKDAY, 2: WORKDAY, 3: WORKDAY, 4: WORKDAY, 5: WORKDAY, 6: [], 7: [] };

export const calendarRows: SeedSpec[] = [
	{
		collection: 'crm_calendars',
		key: '4598752b-b940-4f34-8d8a-806808360074',
		row: {
			key: 'china',
			name: label('中国工作日', 'China'),
			timezone: 'Asia/Shanghai',
			week: fiveDays,
			days: { ...chinaDays(2025, WORKDAY), ...chinaDays(2026, WORKDAY) },
		},
	},
	{
		collection: 'crm_calendars',
		key: '770aae3b-9c86-48e8-a24e-20508a542cdf',
		row: {
			key: 'five-day',
			name: label('五天工作制', 'Five-day week'),
			timezone: 'Asia/Shanghai',
			week: fiveDays,
			days: {},
		},
	},
];
