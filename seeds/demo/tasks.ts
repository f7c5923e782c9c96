import { type DemoClock, instantAt } from './clock.ts';
import type { CustomerPlan } from './plan.ts';
import { idFor, randomFor } from './random.ts';
import { STORY, type StoryKey } from './story.ts';
import type { InteractionRow, TaskRow } from './types.ts';

interface Wish {
	key: string;
	title: string;
	kind: string;
	/** Negative: still ahead. */
	dueDaysAgo: number;
	status: TaskRow['status'];
	priority: string;
}

const DAY_MS = 86_400_000;
const COUNTS = { open: 58, overdue: 26, done: 56, cancelled: 6 };

const TITLES: readonly (readonly [string, string])[] = [
	['提交书面报价', 'quote'],
	['寄送试用样品', 'delivery'],
	['回访使用情况', 'call'],
	['安排科室拜访', 'visit'],
	['补发注册证与检验报告', 'follow_up'],
	['核对往来账', 'payment'],
	['准备年度框架协议', 'quote'],
	['跟进招标时间', 'call'],
	['安排设备巡检', 'service'],
	['确认退换货到货', 'delivery'],
];

const CAST_TASKS: Partial<Record<StoryKey, Wish>> = {
	drifting: wish('drifting', ['挽回A类客户:约见新采购主任', 'visit'], [9, 'open', 'urgent']),
	hiddenGem: wish('hiddenGem', ['提交六家影像中心整体方案', 'quote'], [-3, 'open', 'high']),
	failing: wish('failing', ['申报破产债权', 'payment'], [-5, 'open', 'high']),
	debtor: wish('debtor', ['每周账期跟进', 'payment'], [2, 'open', 'high']),
	birthday: wish('birthday', ['生日问候', 'call'], [-3, 'open', 'normal']),
	hotProspect: wish('hotProspect', ['递交投标文件', 'quote'], [-10, 'open', 'high']),
};

/** To-dos of the team: most were agreed in a recent interaction, the cast's carry the story. */
export function taskRows(
	clock: DemoClock,
	plans: CustomerPlan[],
	interactions: InteractionRow[],
): TaskRow[] {
	const byId = new Map(plans.map((plan) => [plan.id, plan]));
	const cast = Object.values(CAST_TASKS).map((one) => {
		const plan = byId.get(STORY[one.key as StoryKey]) as CustomerPlan;
		const last = interactions.findLast((row) => row.customer === plan.id) ?? null;
		return taskRow(clock, { plan, interaction: last }, one);
	});
	return [...cast, ...commonTasks(clock, byId, interactions)];
}

function commonTasks(
	clock: DemoClock,
	byId: Map<string, CustomerPlan>,
	interactions: InteractionRow[],
): TaskRow[] {
	const castIds = new Set<string>(Object.values(STORY));
	// Older than the oldest due date, so that every task was agreed before it was due.
	const stock = randomFor('tasks').shuffle(interactions.filter((row) => {
		const age = clock.startOfToday.getTime() - row.occurred_at.getTime();
		return !castIds.has(row.customer) && age > 25 * DAY_MS && age < 70 * DAY_MS;
	}));
	return commonWishes().map((one, index) => {
		const interaction = stock[index] as InteractionRow;
		const plan = byId.get(interaction.customer) as CustomerPlan;
		const agreed = randomFor(`task-link/${one.key}`).chance(0.6);
		return taskRow(clock, { plan, interaction: agreed ? interaction : null }, one);
	});
}

function commonWishes(): Wish[] {
	return Object.entries(COUNTS).flatMap(([group, count]) =>
		Array.from({ length: count }, (_, index) => {
			const key = `${group}/${index}`;
			const random = randomFor(`task/${key}`);
			const dueDaysAgo = group === 'open' ? -random.whole(0, 28) : random.whole(1, 24);
			const status = group === 'overdue' ? 'open' : (group as TaskRow['status']);
			const priority = random.pick(['low', 'normal', 'normal', 'normal', 'high']);
			return wish(key, random.pick(TITLES), [dueDaysAgo, status, priority]);
		}));
}

function wish(
	key: string,
	[title, kind]: readonly [string, string],
	[dueDaysAgo, status, priority]: [number, TaskRow['status'], string],
): Wish {
	return { key, title, kind, dueDaysAgo, status, priority };
}

function taskRow(
	clock: DemoClock,
	{ plan, interaction }: { plan: CustomerPlan; interaction: InteractionRow | null },
	one: Wish,
): TaskRow {
	const random = randomFor(`task-times/${one.key}`);
	const due = instantAt(clock, one.dueDaysAgo, 18 * 60);
	const agreed = interaction?.date_created ?? instantAt(clock, random.whole(26, 60), 600);
	return {
		id: idFor(`task/${one.key}`),
		title: one.title,
		customer: plan.id,
		interaction: interaction?.id ?? null,
		assignee: plan.owner.id,
		kind: one.kind,
		due_at: due,
		status: one.status,
		priority: one.priority,
		completed_at: one.status === 'done' ? doneAt(agreed, due, random.between(0.1, 1)) : null,
		date_created: agreed,
		user_created: plan.owner.id,
	};
}

/** In time, to the minute. */
function doneAt(agreed: Date, due: Date, part: number): Date {
	const minutes = Math.floor(((due.getTime() - agreed.getTime()) * part) / 60_000);
	return new Date(agreed.getTime() + minutes * 60_000);
}
