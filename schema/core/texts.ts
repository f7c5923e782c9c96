import { label } from '../fields.ts';
import type { Label } from '../model.ts';

/** Names of bookmarks; Directus translates them as `$t:` keys. Keys must not contain dots. */
export const coreTexts = {
	crm_bookmark_my_customers: label('我的客户', 'My customers'),
	crm_bookmark_new_this_month: label('近 30 天新增', 'New, 30 days'),
	crm_bookmark_sleeping: label('沉睡客户', 'Sleeping'),
	crm_bookmark_high_potential: label('高增长潜力', 'High potential'),
	crm_bookmark_at_risk: label('有信用风险', 'At credit risk'),
	crm_bookmark_never_contacted: label('90 天未联系', 'Silent 90 days'),
	crm_bookmark_overdue_orders: label('逾期未付', 'Overdue'),
	crm_bookmark_open_orders: label('待发货', 'To be shipped'),
	crm_bookmark_orders_30_days: label('近 30 天订单', 'Last 30 days'),
	crm_bookmark_my_tasks: label('我的待办', 'My open tasks'),
	crm_bookmark_overdue_tasks: label('已逾期任务', 'Overdue tasks'),
	crm_bookmark_due_soon: label('24 小时内到期', 'Due in 24 hours'),
	crm_bookmark_my_interactions: label('我的互动', 'My interactions'),
	crm_bookmark_complaints: label('近期投诉', 'Complaints'),
} satisfies Record<string, Label>;

export type CoreText = keyof typeof coreTexts;
