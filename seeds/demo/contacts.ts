import { type DemoClock, instantAt } from './clock.ts';
import { mobileNumber, personName } from './names.ts';
import type { CustomerPlan } from './plan.ts';
import { idFor, randomFor } from './random.ts';
import type { ContactRow } from './types.ts';

const ROLES: readonly { role: ContactRow['role_in_purchase']; titles: readonly string[] }[] = [
	{ role: 'decision_maker', titles: ['院长', '总经理', '分管副院长', '采购总监'] },
	{ role: 'buyer', titles: ['采购主任', '采购专员', '设备科科长'] },
	{ role: 'user', titles: ['护士长', '检验科主任', '手术室护士长'] },
	{ role: 'influencer', titles: ['外科主任', '药剂科主任', '感染管理科主任'] },
	{ role: 'gatekeeper', titles: ['院办秘书', '前台', '总经理助理'] },
];

/** Companies have one to four contacts, better classes more; a person is his own contact. */
export function contactRows(clock: DemoClock, plans: CustomerPlan[]): ContactRow[] {
	const rows: ContactRow[] = [];
	for (const plan of plans) {
		const count = contactCount(plan);
		for (let place = 0; place < count; place += 1) {
			rows.push(contactRow({ clock, plan }, place, rows.length + 1));
		}
	}
	return rows;
}

function contactCount(plan: CustomerPlan): number {
	if (plan.kind === 'person') return 0;
	const random = randomFor(`contact-count/${plan.key}`);
	return { A: random.whole(3, 4), B: random.whole(2, 3), C: random.whole(1, 2) }[plan.tier];
}

function contactRow(
	{ clock, plan }: { clock: DemoClock; plan: CustomerPlan },
	place: number,
	serial: number,
): ContactRow {
	const random = randomFor(`contact/${plan.key}/${place}`);
	const { role, titles } = ROLES[place] ?? random.pick(ROLES);
	const left = leftDaysAgo(plan, place);
	const tag = String(serial).padStart(4, '0');
	return {
		id: idFor(`contact/${plan.key}/${place}`),
		customer: plan.id,
		name: personName(random),
		title: random.pick(titles),
		role_in_purchase: role,
		phone: mobileNumber(serial),
		email: `contact${tag}@example.com`,
		wechat: random.chance(0.5) ? `demo_contact${tag}` : null,
		birthday: random.chance(0.3) ? birthday(random.whole(1965, 1998), random.whole(1, 336)) : null,
		is_primary: place === 0,
		left_at: left === null ? null : instantAt(clock, left, 18 * 60),
		date_created: instantAt(clock, plan.createdDaysAgo, random.whole(1021, 1080)),
		user_created: plan.owner.id,
	};
}

/** The drifting customer lost its buyer, the one person who knew us; few others left anywhere. */
function leftDaysAgo(plan: CustomerPlan, place: number): number | null {
	if (plan.key === 'drifting') return place === 1 ? 150 : null;
	const random = randomFor(`contact-left/${plan.key}/${place}`);
	const knownDays = Math.min(plan.createdDaysAgo, 700);
	return place > 0 && random.chance(0.06) ? random.whole(10, knownDays - 10) : null;
}

/** Months of 28 days keep every date valid. */
function birthday(year: number, day: number): string {
	const month = String(Math.ceil(day / 28)).padStart(2, '0');
	return `${year}-${month}-${String(((day - 1) % 28) + 1).padStart(2, '0')}`;
}
