import { type DemoClock, dateOf, instantAt } from './clock.ts';
import { INDUSTRY, landlineNumber, mobileNumber } from './names.ts';
import type { CustomerPlan } from './plan.ts';
import { randomFor, type Random } from './random.ts';
import { customerId } from './story.ts';
import type { CustomerRow, LifecycleStage } from './types.ts';

const STAGE: Record<CustomerPlan['pattern'], LifecycleStage> = {
	steady: 'active',
	new: 'new',
	repeat: 'repeat',
	dormant: 'dormant',
	lost: 'lost',
	ended: 'ended',
	prospect: 'potential',
};

const SOURCES = ['exhibition', 'cold_call', 'website', 'partner', 'advertising', 'referral'];
const TAGS = ['集采目录', '医保定点', '耗材为主', '试剂为主', '设备采购', '价格敏感', '多院区', '冷链配送'];

const RELATIONSHIP: Record<'A' | 'B' | 'C', readonly CustomerRow['relationship_level'][]> = {
	A: ['technology', 'personal', 'personal', 'intimate', 'intimate'],
	B: ['brand', 'technology', 'technology', 'personal', 'intimate'],
	C: ['brand', 'brand', 'brand', 'technology', 'personal'],
};

/**
 * No C by value has high potential except the two of the cast: the default model would raise it to
 * A. Nobody but the cast is insolvent: the default model would lower it to C.
 */
const POTENTIAL: Record<'A' | 'B' | 'C', readonly CustomerRow['growth_potential'][]> = {
	A: ['low', 'low', 'medium', 'medium', 'medium', 'high'],
	B: ['low', 'low', 'medium', 'medium', 'medium', 'high'],
	C: ['low', 'low', 'low', 'medium', 'medium', null],
};

/** Codes follow the age of the customer; parents and referrers are older and come first. */
export function customerRows(clock: DemoClock, plans: CustomerPlan[]): CustomerRow[] {
	return plans.map((plan, index) => customerRow(clock, plan, index + 1));
}

function customerRow(clock: DemoClock, plan: CustomerPlan, serial: number): CustomerRow {
	const random = randomFor(`customer/${plan.key}`);
	const code = `C${String(serial).padStart(6, '0')}`;
	const { role } = plan;
	return {
		id: plan.id,
		code,
		name: plan.name,
		kind: plan.kind,
		lifecycle_stage: STAGE[plan.pattern],
		relationship_level: random.pick(RELATIONSHIP[plan.tier]),
		owner: plan.owner.id,
		source: role.referredBy ? 'referral' : random.pick(SOURCES),
		industry: plan.kind === 'person' ? '个人执业医师' : INDUSTRY[plan.segment],
		region: plan.region,
		phone: plan.kind === 'person' ? mobileNumber(5_000 + serial) : landlineNumber(serial),
		email: `${code.toLowerCase()}@example.com`,
		wechat: random.chance(0.4) ? `demo_${code.toLowerCase()}` : null,
		birthday: plan.kind === 'person' ? birthdayOf(clock, plan, random) : null,
		tags: random.shuffle(TAGS).slice(0, random.whole(0, 3)),
		growth_potential: role.potential ?? random.pick(POTENTIAL[plan.tier]),
		risk: role.risk ?? (random.chance(0.05) && plan.pattern !== 'prospect' ? 'watch' : 'none'),
		parent: role.parent ? customerId(role.parent) : null,
		referred_by: role.referredBy ? customerId(role.referredBy) : null,
		consent_email: random.pick([true, true, null, false]),
		consent_sms: random.pick([true, null, null, false]),
		do_not_contact: role.doNotContact ?? false,
		notes: role.notes ?? null,
		status: plan.pattern === 'ended' ? 'archived' : 'active',
		date_created: instantAt(clock, plan.createdDaysAgo, random.whole(540, 1020)),
		user_created: plan.owner.id,
	};
}

/** The cast's birthday person has a birthday in three days, whatever the day is. */
function birthdayOf(clock: DemoClock, plan: CustomerPlan, random: Random): string {
	if (plan.key !== 'birthday') {
		const month = String(random.whole(1, 12)).padStart(2, '0');
		return `${random.whole(1962, 1990)}-${month}-${String(random.whole(1, 28)).padStart(2, '0')}`;
	}
	const monthDay = dateOf(clock, -3).slice(5);
	return `1980-${monthDay}`;
}
