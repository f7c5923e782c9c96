export interface Task {
	id: string;
	title: string;
	due_at: string | null;
	priority: string | null;
	customer: { id: string; name: string } | null;
	assignee: { first_name: string | null; last_name: string | null; email: string | null } | null;
}

export type TaskGroup = 'overdue' | 'today' | 'coming' | 'undated';

const GROUPS: TaskGroup[] = ['overdue', 'today', 'coming', 'undated'];

/** Tasks in the order in which a day is worked: what is late, what is due, what comes. Empty groups are left out. */
export function groupTasks(tasks: Task[], now: Date): { group: TaskGroup; tasks: Task[] }[] {
	return GROUPS.map((group) => ({
		group,
		tasks: tasks.filter((task) => groupOf(task, now) === group),
	})).filter((part) => part.tasks.length > 0);
}

/** Late is what was due before today: a task due at nine is still today's at ten. */
export function groupOf({ due_at: due }: Pick<Task, 'due_at'>, now: Date): TaskGroup {
	if (!due) return 'undated';
	const at = new Date(due);
	if (at < startOfDay(now, 0)) return 'overdue';
	return at < startOfDay(now, 1) ? 'today' : 'coming';
}

/** Open tasks due within a week, and those without a date, of one person or of everybody. */
export function taskFilter(now: Date, mine: boolean): Record<string, unknown> {
	const soon = { due_at: { _lt: startOfDay(now, 8).toISOString() } };
	const conditions: Record<string, unknown>[] = [
		{ status: { _eq: 'open' } },
		{ _or: [soon, { due_at: { _null: true } }] },
	];
	return { _and: mine ? [...conditions, { assignee: { _eq: '$CURRENT_USER' } }] : conditions };
}

export function startOfDay(now: Date, daysLater: number): Date {
	return new Date(now.getFullYear(), now.getMonth(), now.getDate() + daysLater);
}
