import { describe, expect, it } from 'vitest';
import { groupOf, groupTasks, taskFilter, type TaskGroup } from './tasks.ts';

const NOW = new Date(2026, 1, 27, 10, 0);
const at = (day: number, hour: number) => new Date(2026, 1, day, hour).toISOString();

describe('groups', () => {
	const rows: [why: string, due: string | null, group: TaskGroup][] = [
		['due this morning is today, not late', at(27, 9), 'today'],
		['due tonight', at(27, 23), 'today'],
		['due yesterday evening is late', at(26, 23), 'overdue'],
		['tomorrow', at(28, 0), 'coming'],
		['no date', null, 'undated'],
	];
	it.each(rows)('%s', (_why, due_at, group) => expect(groupOf({ due_at }, NOW)).toBe(group));
});

it('leaves empty groups out and late tasks first', () => {
	const task = (id: string, due_at: string) => ({ id, title: id, due_at, priority: null, customer: null, assignee: null });
	const groups = groupTasks([task('a', at(27, 12)), task('b', at(1, 12))], NOW);
	expect(groups.map(({ group }) => group)).toEqual(['overdue', 'today']);
});

it('asks for the tasks of one person only when that is wanted', () => {
	expect(JSON.stringify(taskFilter(NOW, true))).toContain('$CURRENT_USER');
	expect(JSON.stringify(taskFilter(NOW, false))).not.toContain('$CURRENT_USER');
});
