/** Work logged by one person for customers of one class. */
export interface WorkRow {
	user: string;
	class: string;
	interactions: number;
	minutes: number;
}

/** Customers and value of one class, from the scores. */
export interface ClassShare {
	code: string;
	customers: number;
	value: number;
}

export interface EffortClass {
	code: string;
	customers: number;
	customer_share: number;
	value: number;
	value_share: number;
	interactions: number;
	interaction_share: number;
	hours: number;
	hours_share: number;
	staff_share: number;
	/** staff_share / value_share; null where the class brings no value. 1 = effort as value. */
	effort_index: number | null;
}

export interface EffortOwner {
	owner: string;
	interactions: number;
	hours: number;
	/** How this person's time splits over the classes, in the order of the classes. */
	classes: { code: string; share: number; interactions: number; hours: number }[];
}

export interface Effort {
	classes: EffortClass[];
	owners: EffortOwner[];
	interactions: number;
}

/**
 * Compares where the work goes with where the value comes from. Each person counts as one, split over the classes by
 * logged hours, or by number of interactions where that person logged no hours at all.
 */
export function effortOf(classes: ClassShare[], work: WorkRow[]): Effort {
	const codes = classes.map((item) => item.code);
	const rows = work.filter((row) => codes.includes(row.class));
	const owners = [...new Set(rows.map((row) => row.user))]
		.sort()
		.map((user) => ownerOf(user, rows.filter((row) => row.user === user), codes));
	const total = {
		customers: sum(classes, (item) => item.customers),
		value: sum(classes, (item) => item.value),
		interactions: sum(rows, (row) => row.interactions),
		minutes: sum(rows, (row) => row.minutes),
	};
	return {
		classes: classes.map((item) => classOf(item, { rows, owners, total })),
		owners,
		interactions: total.interactions,
	};
}

function ownerOf(owner: string, rows: WorkRow[], codes: string[]): EffortOwner {
	const minutes = sum(rows, (row) => row.minutes);
	const interactions = sum(rows, (row) => row.interactions);
	const classes = codes.map((code) => {
		const own = rows.filter((row) => row.class === code);
		const spent = { interactions: sum(own, (row) => row.interactions), minutes: sum(own, (row) => row.minutes) };
		const part = minutes > 0 ? share(spent.minutes, minutes) : share(spent.interactions, interactions);
		return { code, share: part, interactions: spent.interactions, hours: spent.minutes / 60 };
	});
	return { owner, interactions, hours: minutes / 60, classes };
}

interface Sums {
	rows: WorkRow[];
	owners: EffortOwner[];
	total: { customers: number; value: number; interactions: number; minutes: number };
}

function classOf({ code, customers, value }: ClassShare, { rows, owners, total }: Sums): EffortClass {
	const own = rows.filter((row) => row.class === code);
	const interactions = sum(own, (row) => row.interactions);
	const minutes = sum(own, (row) => row.minutes);
	const people = sum(owners, (owner) => owner.classes.find((item) => item.code === code)?.share ?? 0);
	const staffShare = share(people, owners.length);
	const valueShare = share(value, total.value);
	return {
		code,
		customers,
		customer_share: share(customers, total.customers),
		value,
		value_share: valueShare,
		interactions,
		interaction_share: share(interactions, total.interactions),
		hours: minutes / 60,
		hours_share: share(minutes, total.minutes),
		staff_share: staffShare,
		effort_index: effortIndex(staffShare, valueShare),
	};
}

/** Share of the staff per share of value; null where there is no value to compare with. */
export function effortIndex(staffShare: number, valueShare: number): number | null {
	return valueShare > 0 ? staffShare / valueShare : null;
}

function share(part: number, whole: number): number {
	return whole > 0 ? part / whole : 0;
}

function sum<T>(items: T[], value: (item: T) => number): number {
	return items.reduce((total, item) => total + value(item), 0);
}
