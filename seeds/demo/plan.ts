import {
	CITIES, organisationName, personName, type Region, REGIONS, type Segment,
} from './names.ts';
import { randomFor, type Random } from './random.ts';
import {
	ARCHIVED, emptySlots, REGION_QUOTA, regionsFor, repeat, type Slot, slotsOf,
} from './slots.ts';
import { STAFF, type Salesperson, type Tier, TIERS } from './staff.ts';
import { CAST, type CastMember, customerId, type Pattern } from './story.ts';

/** What a customer is meant to become, before any row is written. */
export interface CustomerPlan {
	key: string;
	id: string;
	name: string;
	kind: 'company' | 'person';
	/** Class by value alone, and after potential and risk, in the default model `pareto`. */
	tier: Tier;
	finalTier: Tier;
	/**
	 * Share of the company's turnover in the last 12 months, and of the same amount a year earlier.
	 */
	share: number;
	lastYearShare: number;
	pattern: Pattern;
	region: Region;
	segment: Segment;
	owner: Salesperson;
	createdDaysAgo: number;
	/** The cast's wishes, empty for everybody else. */
	role: Partial<CastMember>;
}

const SEGMENT_MIX: Record<Tier, readonly Segment[]> = {
	A: [
		'public_hospital', 'public_hospital', 'public_hospital', 'public_hospital', 'distributor',
		'distributor', 'private_hospital', 'pharmacy',
	],
	B: [
		'public_hospital', 'public_hospital', 'private_hospital', 'private_hospital', 'distributor',
		'pharmacy', 'laboratory',
	],
	C: [
		'clinic', 'clinic', 'clinic', 'clinic', 'pharmacy', 'pharmacy', 'private_hospital',
		'nursing_home', 'laboratory', 'distributor',
	],
};

export function planCustomers(): CustomerPlan[] {
	const names = new Set(CAST.map((member) => member.name));
	const plans = [...TIERS.flatMap((tier) => planTier(tier, names)), ...planArchived(names)];
	return plans.sort((one, other) => other.createdDaysAgo - one.createdDaysAgo);
}

function planTier(tier: Tier, names: Set<string>): CustomerPlan[] {
	const slots = slotsOf(tier);
	const regions = regionsFor(tier, slots);
	const turn: Record<Region, number> = { 华东: 0, 华南: 0, 西部: 0 };
	return slots.map((slot, index) => {
		const region = slot.member?.region ?? (regions[index] as Region);
		const owner = ownerOf(region, turn[region]++, tier);
		return planOne(slot, { region, owner }, names);
	});
}

function planArchived(names: Set<string>): CustomerPlan[] {
	const regions = REGIONS.flatMap((region) => repeat(region, REGION_QUOTA.archived[region]));
	return emptySlots('ended', ARCHIVED).map((slot, index) => {
		const region = regions[index] as Region;
		return planOne(slot, { region, owner: ownerOf(region, index, 'C') }, names);
	});
}

/** The colleagues of a region take turns; each class starts with another one. */
function ownerOf(region: Region, turn: number, tier: Tier): Salesperson {
	const team = STAFF.filter((person) => person.region === region);
	return team[(turn + TIERS.indexOf(tier)) % team.length] as Salesperson;
}

function planOne(
	slot: Slot,
	{ region, owner }: { region: Region; owner: Salesperson },
	names: Set<string>,
): CustomerPlan {
	const random = randomFor(`plan/${slot.key}`);
	const role: Partial<CastMember> = slot.member ?? {};
	const city = random.pick(CITIES[region]);
	const segment = role.segment ?? random.pick(SEGMENT_MIX[slot.tier]);
	const kind = role.kind ?? (slot.tier === 'C' && segment === 'clinic' && random.chance(0.06)
		? 'person' : 'company');
	return {
		key: slot.key,
		id: customerId(slot.key),
		name: role.name ?? freeName(names, () => (kind === 'person'
			? `${personName(random)}医生` : organisationName(segment, city, random))),
		kind,
		tier: slot.tier,
		finalTier: role.raisedTo ?? slot.tier,
		share: slot.share,
		lastYearShare: lastYearShare(slot, random),
		pattern: slot.pattern,
		region,
		segment,
		owner,
		createdDaysAgo: createdDaysAgo(slot, random),
		role,
	};
}

function freeName(taken: Set<string>, draw: () => string): string {
	let name = draw();
	while (taken.has(name)) name = draw();
	taken.add(name);
	return name;
}

/** The company grew by about an eighth; one steady customer in eight rose or fell a class. */
function lastYearShare(slot: Slot, random: Random): number {
	const { member, pattern, share } = slot;
	if (member?.lastYearShare !== undefined) return member.lastYearShare;
	if (pattern === 'lost' || pattern === 'ended') return 0.0003 * random.spread(0.8);
	if (pattern !== 'steady' && pattern !== 'dormant') return 0;
	const trend = random.chance(0.125)
		? random.pick([0.2, 0.35, 1.7, 2.2]) : 0.82 * random.spread(0.2);
	return share * (member?.trend ?? trend);
}

function createdDaysAgo(slot: Slot, random: Random): number {
	if (slot.member?.key === 'newcomer') return 40;
	if (slot.member?.key === 'parent' || slot.member?.key === 'loyal') return 2900;
	if (slot.pattern === 'new') return random.whole(92, 150);
	if (slot.pattern === 'repeat') return random.whole(190, 300);
	if (slot.pattern === 'prospect') return random.whole(15, 420);
	return random.whole(760, 2600);
}
