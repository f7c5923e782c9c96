import { describe, expect, it } from 'vitest';
import { COMPLEXITIES, DECISIONS, IMMEDIATE_ACTIONS, IMPACTS, REMEDIES, STATES, TYPES } from '../../extensions/complaints/src/domain/case/case.ts';
import { CONTRAS, ENTRY_TYPES } from '../../extensions/loyalty/src/domain/ledger/model.ts';
import { REWARD_STATES } from '../../extensions/loyalty/src/domain/rewards/reward.ts';
import { REFERRAL_SIDES, TRIGGERS } from '../../extensions/loyalty/src/domain/rules/rule.ts';
import { collections, everyField, fieldsOf } from './declared.ts';

const AUDIT = ['date_created', 'date_updated', 'user_created', 'user_updated'];

/**
 * Section 2 of the contract: every field with its marks. `*` required on create, `!` unique, `°` computed by us.
 * Fields of computed collections carry no mark: the collection as a whole refuses writes.
 */
const CONTRACT: Record<string, string> = {
	crm_customers: `code! name* kind lifecycle_stage relationship_level owner source industry region phone email wechat
		birthday birthday_lunar tags growth_potential risk parent referred_by merged_into° consent_email consent_sms
		do_not_contact notes status last_order_at° last_interaction_at° next_task_at°
		value_class° value_class_since° turnover_12m° order_count_12m° loyalty_tier° points_available°`,
	crm_contacts: 'customer* name* title role_in_purchase phone email wechat birthday is_primary left_at',
	crm_products: 'sku*! name* category price status',
	crm_orders: `number*! customer* status placed_at* paid_at due_at shipped_at delivered_at currency amount*
		refunded_amount channel external_id!`,
	crm_order_lines: 'order* product description quantity unit_price amount refunded_amount',
	crm_interactions: `customer* contact channel* kind direction subject body occurred_at* duration_minutes user outcome
		external_id! complaint`,
	crm_tasks: `title* customer interaction assignee kind due_at status priority source_collection source_id
		completed_at`,
	crm_calendars: 'key*! name* timezone week days',
	crm_settings: `timezone currency exchange_rates language organisation_name logo color contact_window_days
		contact_max_total contact_max_per_channel quiet_from quiet_to
		complaint_categories complaint_queues complaint_causes complaint_approval_limit complaint_reopen_days`,
	crm_events: 'type subject_collection subject_id customer payload actor occurred_at dedupe_key! seq!',
	crm_scoring_models: `key*! name* method* basis window_months customer_filter order_filter classes* potential_matrix
		risk_class hysteresis_percent is_primary sort schedule enabled`,
	crm_customer_scores: 'model customer class base_class value reason scored_at',
	crm_loyalty_programs: `key*! name* unit_name status timezone* pending_days earn_cap_points earn_cap_period rounding expiry_months
		inactivity_months inactivity_from° tiers tier_window tier_window_length tier_downgrade tier_grace_days tier_revoke_on_refund
		expiry_round redeem_min redeem_step hold_minutes refund_recovery refund_grace_days point_value breakage_percent
		messages expiry_notice_days referral_min_amount referral_wait_days referral_cap_count referral_cap_period`,
	crm_loyalty_rules: `key*! name* program* status version° trigger* interaction_kind referral_side anniversary_year starts_at ends_at order_filter
		interaction_filter customer_filter
		effect* reward gives points per_amount percent priority stack_group exclusive limit_customer_day limit_customer_total
		budget_points`,
	crm_loyalty_rewards: `key*! name* description image program* status points stock issued° limit_customer min_tier eligibility starts_at
		ends_at voucher_days`,
	crm_loyalty_accounts: `customer program status card_number! available pending held debt enrolled_at last_activity_at tier tier_since tier_until
		tier_at_risk tier_locked_until tier_state cap_period cap_used referral_code!
		idle_since last_seq ver`,
	crm_loyalty_entries: `account seq type points effective_at status open_points available_on expires_on contra reason lot
		reverses tier_points source_type source_id txn`,
	crm_complaints: `reference!° type state° state_reason° subject* body category remedy_sought occurred_on order customer contact name phone email
		channel language received_at° severity complexity impact immediate_action safety legal assignee queue unassigned_since° about_user
		root_cause root_cause_note decision° decision_reason° decided_by° remedy° compensation° approved_amount° approved_by° communicated_at°
		customer_accepted° recourse° external_body° duplicate_of° possible_duplicate_of° acknowledged_at° first_response_at° resolved_at°
		closed_at° reopen_count° external_id! ver°`,
	crm_routing_rules: `name* enabled sort complaint_filter customer_filter order_filter queue* strategy sticky_days skills relax_after fallback_after
		return_after`,
	crm_sla_policies: 'name* key*! enabled sort basis complaint_filter customer_filter calendar* targets steps',
	crm_agents: 'user! availability capacity open_load° max_new calendar queues languages skills notes last_assigned_seq° ver°',
};

const CHOICES: Record<string, string> = {
	'crm_customers.kind': 'company person',
	'crm_customers.lifecycle_stage': 'potential new repeat active dormant lost ended',
	'crm_customers.relationship_level': 'brand technology personal intimate',
	'crm_customers.growth_potential': 'low medium high',
	'crm_customers.risk': 'none watch insolvent',
	'crm_customers.status': 'active archived',
	'crm_contacts.role_in_purchase': 'decision_maker influencer buyer user gatekeeper',
	'crm_orders.status': 'draft confirmed paid cancelled refunded',
	'crm_interactions.channel': 'phone email visit wechat sms chat web social event fax other',
	'crm_interactions.kind': 'sales inquiry service complaint care collection other',
	'crm_interactions.direction': 'inbound outbound internal',
	'crm_tasks.status': 'open done cancelled',
	'crm_scoring_models.method': 'thresholds cumulative_share percentile',
	'crm_scoring_models.basis': 'turnover order_count',
	'crm_loyalty_programs.status': 'active ended',
	'crm_loyalty_rules.status': 'draft active paused ended',
	'crm_loyalty_rules.trigger': TRIGGERS.join(' '),
	'crm_loyalty_rules.effect': 'fixed per_amount multiplier reward',
	'crm_loyalty_rules.gives': 'points tier_points both',
	'crm_loyalty_rules.referral_side': REFERRAL_SIDES.join(' '),
	'crm_loyalty_rewards.status': REWARD_STATES.join(' '),
	'crm_loyalty_accounts.status': 'active frozen closed',
	'crm_loyalty_entries.type': ENTRY_TYPES.join(' '),
	'crm_loyalty_entries.contra': CONTRAS.join(' '),
	'crm_loyalty_entries.status': 'pending open posted void',
	'crm_complaints.type': TYPES.join(' '),
	'crm_complaints.state': STATES.join(' '),
	'crm_complaints.decision': DECISIONS.join(' '),
	'crm_complaints.remedy': REMEDIES.join(' '),
	'crm_complaints.complexity': COMPLEXITIES.join(' '),
	'crm_complaints.impact': IMPACTS.join(' '),
	'crm_complaints.immediate_action': IMMEDIATE_ACTIONS.join(' '),
	'crm_routing_rules.strategy': 'round_robin balanced weighted sticky',
	'crm_sla_policies.basis': 'service law',
	'crm_agents.availability': 'online away offline',
};

describe('the contract', () => {
	it('names exactly these collections, within the budget of an unlicensed Directus 12', () => {
		expect(collections.map((spec) => spec.collection).sort()).toEqual(Object.keys(CONTRACT).sort());
		expect(collections.length).toBeLessThanOrEqual(25);
	});

	it.each(Object.keys(CONTRACT))('%s has the contract’s fields and marks', (collection) => {
		const marked = fieldsOf(collection)
			.filter(({ type, field }) => type !== 'alias' && field !== 'id' && !AUDIT.includes(field))
			.map((spec) => `${spec.field}${spec.required ? '*' : ''}${spec.unique ? '!' : ''}${spec.computed ? '°' : ''}`);
		expect(marked.sort()).toEqual(CONTRACT[collection]!.split(/\s+/).sort());
	});

	it.each(Object.entries(CHOICES))('%s offers exactly: %s', (path, values) => {
		const [collection, name] = path.split('.') as [string, string];
		const spec = fieldsOf(collection).find(({ field }) => field === name);
		expect(spec?.choices?.map(({ value }) => value)).toEqual(values.split(' '));
	});

	it('every collection has a UUID key and, where people edit, the four audit fields', () => {
		for (const { collection, computed, appendOnly } of collections) {
			const names = fieldsOf(collection).map(({ field }) => field);
			expect(fieldsOf(collection).find(({ field }) => field === 'id')?.type, collection).toBe('uuid');
			if (!computed && !appendOnly) expect(names, collection).toEqual(expect.arrayContaining(AUDIT));
		}
	});

	it('money has two decimals, and links restrict except those to people and files', () => {
		const money = everyField.filter(({ field }) => /(amount|price|turnover|^value$)/.test(field.field) && field.type !== 'alias');
		for (const { field } of money.filter(({ field }) => field.type === 'decimal')) {
			expect(field.precision ?? [18, 2], field.field).toEqual([18, 2]);
		}
		for (const { collection, field } of everyField) {
			if (!field.relation) continue;
			const soft = field.relation.collection.startsWith('directus_');
			expect(field.relation.onDelete, `${collection}.${field.field}`).toBe(soft ? 'SET NULL' : 'RESTRICT');
		}
	});

	it('computed collections refuse all writes, logs and ledgers refuse changes', () => {
		const names = (list: typeof collections): string[] => list.map((spec) => spec.collection).sort();
		expect(names(collections.filter((spec) => spec.computed))).toEqual(['crm_customer_scores', 'crm_loyalty_accounts', 'crm_loyalty_entries']);
		expect(names(collections.filter((spec) => spec.appendOnly))).toEqual(['crm_events', 'crm_loyalty_entries']);
	});
});
