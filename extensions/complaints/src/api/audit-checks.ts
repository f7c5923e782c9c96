import type { AuditCheck } from '@guanxi/core/audit';
import { COMPLAINTS } from '../domain/case/case.ts';
import { missingIn } from '../domain/case/needs.ts';
import { CLOCK_AUDIT } from './sla/clock-audit.ts';
import { caseOf, type Row } from './rows.ts';

const PAGE = 1000;
const MOST = 20;

/** Every stored case has what its state needs, however it came there. */
export const AUDIT_CHECKS: AuditCheck[] = [
	{
		name: 'complaints.cases_have_what_their_state_needs',
		violations: async ({ database }) => {
			const broken: string[] = [];
			for (let last = ''; broken.length < MOST; ) {
				const rows: Row[] = await database(COMPLAINTS)
					.modify((query) => void (last === '' ? query : query.where('id', '>', last)))
					.orderBy('id')
					.limit(PAGE);
				broken.push(...rows.filter((row) => missingIn(caseOf(row)).length > 0).map(({ id }) => String(id)));
				if (rows.length < PAGE) break;
				last = String(rows.at(-1)!['id']);
			}
			return broken;
		},
	},
	...CLOCK_AUDIT,
];
