import { label } from '@guanxi/schema/fields';
import type { SeedSpec } from '@guanxi/schema/model';
import { calendarRows } from './calendars.ts';

const calendarId = (key: string): string => calendarRows.find(({ row }) => row['key'] === key)!.key;
const CHINA = calendarId('china');

type Row = Record<string, unknown>;

const limit = (metric: string, amount: number, unit: string, more: Row = {}): Row => ({ metric, severity: null, amount, unit, pauses: false, ...more });
const step = (when: string, amount: number, does: string[], more: Row = {}): Row => ({
	metric: null, when, amount, minutes: 'business', does, urgent: false, repeat_every: null, repeat_times: null, ...more,
});

const HOUR = 60;
const paused = { pauses: true };

/** Half of the time, four fifths of it, and when it is over. */
const LADDER = [
	step('percent', 50, ['notify_assignee']),
	step('percent', 80, ['notify_assignee', 'notify_lead']),
	step('percent', 100, ['notify_lead', 'notify_managers']),
];

/** Days that the law counts are announced long before. */
const LEGAL_LADDER = [
	step('percent', 50, ['notify_assignee']),
	step('percent', 80, ['notify_assignee', 'notify_lead', 'task']),
	step('percent', 100, ['notify_lead', 'notify_managers'], { urgent: true }),
];

const policy = (id: string, row: Row): SeedSpec => ({
	collection: 'crm_sla_policies',
	key: id,
	row: { basis: 'service', enabled: true, sort: 100, calendar: CHINA, complaint_filter: null, customer_filter: null, ...row },
});

/** What we promise ourselves, and what laws demand. Those of other countries wait until somebody switches them on. */
export const slaPolicyRows: SeedSpec[] = [
	policy('0e0e0ad0-4d6f-4b59-a85e-c999e7718658', {
		key: 'standard',
		name: label('标准服务时限', 'Standard service level'),
		targets: [
			limit('ack', 2 * HOUR, 'business_minutes'),
			limit('first_response', 4 * HOUR, 'business_minutes'),
			limit('next_response', 9 * HOUR, 'business_minutes'),
			limit('next_update', 3, 'business_days'),
			limit('resolution', 9 * HOUR, 'business_minutes', { severity: 4, ...paused }),
			limit('resolution', 18 * HOUR, 'business_minutes', { severity: 3, ...paused }),
			limit('resolution', 45 * HOUR, 'business_minutes', paused),
		],
		steps: LADDER,
	}),
	policy('2d52d320-3c5b-4f79-b746-ca08f16b2282', {
		key: 'china-12315',
		name: label('12315：7 个工作日决定是否受理，45 个工作日内结束调解', 'China 12315: accepted in 7 working days, mediated in 45'),
		basis: 'law',
		complaint_filter: { channel: { _eq: 'regulator' } },
		targets: [limit('legal_acceptance', 7, 'business_days'), limit('legal_resolution', 45, 'business_days')],
		steps: LEGAL_LADDER,
	}),
	policy('754e3b17-8657-4639-9649-cf9c31e25b39', {
		key: 'payment-15-days',
		name: label('支付投诉：15 个工作日', 'Payment complaints: 15 business days'),
		basis: 'law',
		enabled: false,
		targets: [limit('legal_resolution', 15, 'business_days')],
		steps: LEGAL_LADDER,
	}),
	policy('304e674c-e46a-44f9-9bf3-2646d9c7a704', {
		key: 'uk-eight-weeks',
		name: label('英国 FCA：8 周内最终答复', 'UK FCA: final response in 8 weeks'),
		basis: 'law',
		enabled: false,
		targets: [limit('legal_resolution', 56, 'calendar_days')],
		steps: LEGAL_LADDER,
	}),
];
