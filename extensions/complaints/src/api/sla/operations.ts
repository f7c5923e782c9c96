import { readClocks } from '@guanxi/core/clocks';
import { calendarsOf } from '@guanxi/core/calendar-versions';
import { clockView } from '@guanxi/core/clock-view';
import { operation, type Operation } from '@guanxi/core/operations';
import { requireRow } from '@guanxi/core/rights';
import { ClocksAnswer } from '../../contract/clock-answers.ts';
import { COMPLAINT, COMPLAINTS } from '../../domain/case/case.ts';
import { ComplaintParams } from '../requests.ts';

/** How much time there is for a case. */
export const CLOCK_OPERATIONS: Operation[] = [
	operation({
		method: 'get',
		path: '/crm/complaints/{id}/clocks',
		summary: 'What is promised about a case, and how much time is left',
		tag: 'Complaints',
		may: ['read', COMPLAINTS],
		params: ComplaintParams,
		answer: ClocksAnswer,
		handle: async ({ host, call, params: { id } }) => {
			await requireRow(host, call, { action: 'read', collection: COMPLAINTS, id, what: COMPLAINT });
			const clocks = await readClocks(host.database, COMPLAINTS, [id]);
			const calendars = await calendarsOf(host.database, clocks.map(({ calendarVersion }) => calendarVersion));
			const now = new Date();
			return clocks.map((clock) => clockView(clock, now, calendars));
		},
	}),
];
