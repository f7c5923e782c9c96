/** Rows exactly as the collections store them; amounts are decimal texts, instants are `Date`. */

export interface UserRow {
	id: string;
	first_name: string;
	last_name: string;
	email: string;
	status: 'active';
	language: string;
	title: string;
}

export interface ProductRow {
	id: string;
	sku: string;
	name: string;
	category: string;
	price: string;
	status: 'active' | 'archived';
	date_created: Date;
}

export interface CustomerRow {
	id: string;
	code: string;
	name: string;
	kind: 'company' | 'person';
	lifecycle_stage: LifecycleStage;
	relationship_level: 'brand' | 'technology' | 'personal' | 'intimate';
	owner: string;
	source: string;
	industry: string;
	region: string;
	phone: string;
	email: string;
	wechat: string | null;
	birthday: string | null;
	tags: string[];
	growth_potential: 'low' | 'medium' | 'high' | null;
	risk: 'none' | 'watch' | 'insolvent';
	parent: string | null;
	referred_by: string | null;
	consent_email: boolean | null;
	consent_sms: boolean | null;
	do_not_contact: boolean;
	notes: string | null;
	status: 'active' | 'archived';
	date_created: Date;
	user_created: string;
}

export type LifecycleStage =
	| 'potential' | 'new' | 'repeat' | 'active' | 'dormant' | 'lost' | 'ended';

export interface ContactRow {
	id: string;
	customer: string;
	name: string;
	title: string;
	role_in_purchase: 'decision_maker' | 'influencer' | 'buyer' | 'user' | 'gatekeeper';
	phone: string;
	email: string;
	wechat: string | null;
	birthday: string | null;
	is_primary: boolean;
	left_at: Date | null;
	date_created: Date;
	user_created: string;
}

export interface OrderRow {
	id: string;
	number: string;
	customer: string;
	status: 'draft' | 'confirmed' | 'paid' | 'cancelled' | 'refunded';
	placed_at: Date;
	paid_at: Date | null;
	due_at: Date | null;
	shipped_at: Date | null;
	delivered_at: Date | null;
	currency: 'CNY';
	amount: string;
	refunded_amount: string;
	channel: 'sales' | 'online' | 'phone' | 'tender';
	external_id: string | null;
	date_created: Date;
	user_created: string;
}

export interface OrderLineRow {
	id: string;
	order: string;
	product: string;
	description: string;
	quantity: number;
	unit_price: string;
	amount: string;
	refunded_amount: string;
}

export interface InteractionRow {
	id: string;
	customer: string;
	contact: string | null;
	channel: 'visit' | 'phone' | 'wechat' | 'email' | 'event';
	kind: 'sales' | 'inquiry' | 'service' | 'complaint' | 'care' | 'collection';
	direction: 'inbound' | 'outbound';
	subject: string;
	body: string;
	occurred_at: Date;
	duration_minutes: number | null;
	user: string;
	outcome: string;
	date_created: Date;
	user_created: string;
}

export interface TaskRow {
	id: string;
	title: string;
	customer: string;
	interaction: string | null;
	assignee: string;
	kind: string;
	due_at: Date;
	status: 'open' | 'done' | 'cancelled';
	priority: string;
	completed_at: Date | null;
	date_created: Date;
	user_created: string;
}

export interface ScoringModelRow {
	id: string;
	key: string;
	name: string;
	method: 'thresholds';
	basis: 'turnover';
	window_months: number;
	customer_filter: Record<string, unknown>;
	order_filter: null;
	classes: Record<string, unknown>[];
	potential_matrix: { class: string; potential: string; result: string }[];
	risk_class: string;
	hysteresis_percent: number;
	is_primary: boolean;
	sort: number;
	schedule: string;
	enabled: boolean;
	date_created: Date;
}

export interface RewardRow {
	id: string;
	key: string;
	name: string;
	description: string;
	program: string;
	status: string;
	points: number;
	stock: number | null;
	issued: number;
	limit_customer: number | null;
	min_tier: string | null;
	voucher_days: number | null;
	date_created: Date;
}

export interface DemoCompany {
	users: UserRow[];
	products: ProductRow[];
	customers: CustomerRow[];
	contacts: ContactRow[];
	orders: OrderRow[];
	orderLines: OrderLineRow[];
	interactions: InteractionRow[];
	tasks: TaskRow[];
	regionalModels: ScoringModelRow[];
	rewards: RewardRow[];
}
