import type { Host, Knex } from '@guanxi/core/directus';
import { readSettings } from '@guanxi/core/settings';
import { readJson } from '@guanxi/core/calendar';
import type { StepTaker } from '@guanxi/core/step-handler';
import { ROLES } from '@guanxi/schema/core/roles';
import { COMPLAINT, COMPLAINTS } from '../../domain/case/case.ts';
import { breachFact, STEP } from '../../domain/sla/promises.ts';
import { takeCaseStep, type Person, type StepState } from '../../domain/sla/take-case-step.ts';
import { readPromised } from '../case/commands.ts';
import { textOf, type Row } from '../rows.ts';

/** How the clocks of cases are swept, and how the steps of their ladders are taken. */
export const caseSteps = (host: Host): StepTaker<StepState> => ({
	collection: COMPLAINTS,
	what: COMPLAINT,
	stepKind: STEP,
	columns: ['reference', 'customer'],
	breached: (change, row) => breachFact(change, { reference: String(row['reference']), customer: textOf(row['customer']) }),
	load: (reader, id) => readStepState(host, reader, id),
	act: takeCaseStep,
});

async function readStepState(host: Host, reader: Knex, id: string): Promise<StepState> {
	const promised = await readPromised(reader, await host.getSchema({ database: reader }), id);
	const { queue }: Row = await reader(COMPLAINTS).where({ id }).first('queue');
	const { timezone, language } = await readSettings(reader);
	const settings: Row | undefined = await reader('crm_settings').first('complaint_queues');
	const queues = (readJson(settings?.['complaint_queues']) ?? []) as Row[];
	const lead = textOf(queues.find(({ key }) => key === queue)?.['lead']);
	const role = ROLES.find((one) => one.id === 'manager')!.role;
	const users: Row[] = await reader('directus_users')
		.where({ status: 'active' })
		.where((either) => void either.whereIn('id', [promised.item.assignee, lead].filter((one) => one !== null)).orWhere({ role }))
		.select('id', 'language', 'role');
	const people = users.map((user): Person & { role: unknown } => ({ id: String(user['id']), language: textOf(user['language']) ?? language, role: user['role'] }));
	const person = (wanted: string | null): Person | null => people.find((one) => one.id === wanted) ?? null;
	return { ...promised, assignee: person(promised.item.assignee), lead: person(lead), managers: people.filter((one) => one.role === role), timezone };
}
