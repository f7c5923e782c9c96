import { productRows } from './catalogue.ts';
import { demoClock } from './clock.ts';
import { contactRows } from './contacts.ts';
import { customerRows } from './customers.ts';
import { interactionRows } from './interactions.ts';
import { orderBook } from './orders.ts';
import { planCustomers } from './plan.ts';
import { regionalModels } from './regional-models.ts';
import { rewardRows } from './rewards.ts';
import { STAFF } from './staff.ts';
import { taskRows } from './tasks.ts';
import type { DemoCompany } from './types.ts';

export { DEMO_TIMEZONE } from './clock.ts';
export { STORY, type StoryKey } from './story.ts';
export type { DemoCompany } from './types.ts';

/**
 * An invented distributor of medical supplies on the given day (ISO date in Asia/Shanghai): the
 * same day gives the same rows, another day the same customers, people and ids with their dates
 * moved along.
 */
export function demoCompany(today: string): DemoCompany {
	const clock = demoClock(today);
	const plans = planCustomers();
	const contacts = contactRows(clock, plans);
	const interactions = interactionRows(clock, plans, contacts);
	return {
		users: STAFF.map((person) => person.user),
		products: productRows(clock),
		customers: customerRows(clock, plans),
		contacts,
		...orderBook(clock, plans),
		interactions,
		tasks: taskRows(clock, plans, interactions),
		regionalModels: regionalModels(clock),
		rewards: rewardRows(clock),
	};
}
