import { useApi } from '@directus/extensions-sdk';
import { computed, ref, watch, type Ref } from 'vue';
import { describeFailure } from '../../../shared/failure.ts';
import { useEndpoint } from '../../../shared/use-endpoint.ts';
import { groupTasks, taskFilter, type Task } from './tasks.ts';

const FIELDS = 'id,title,due_at,priority,customer.id,customer.name,assignee.first_name,assignee.last_name,assignee.email';
const MOST = 200;

/** The open tasks of the day. A tick is shown at once and taken back when the server refuses it, or on undo. */
export function useTasks(mine: Ref<boolean>, now: Ref<Date>) {
	const api = useApi();
	const day = computed(() => now.value.toDateString());
	const params = computed(() => ({
		fields: FIELDS,
		filter: taskFilter(new Date(day.value), mine.value),
		sort: 'due_at',
		limit: MOST,
	}));
	const endpoint = useEndpoint<Task[]>('/items/crm_tasks', { params });
	const done = ref<string[]>([]);
	const failure = ref<string | null>(null);
	watch(mine, () => (done.value = []));

	const tasks = computed(() => endpoint.data.value ?? []);
	const groups = computed(() => groupTasks(tasks.value, now.value));
	const open = computed(() => tasks.value.filter(({ id }) => !done.value.includes(id)).length);

	async function write(id: string, isDone: boolean): Promise<void> {
		const before = done.value;
		done.value = isDone ? [...before, id] : before.filter((other) => other !== id);
		failure.value = null;
		const completed_at = isDone ? new Date().toISOString() : null;
		try {
			await api.patch(`/items/crm_tasks/${id}`, { status: isDone ? 'done' : 'open', completed_at });
		} catch (error) {
			done.value = isDone ? done.value.filter((other) => other !== id) : [...done.value, id];
			failure.value = describeFailure(error).reason;
		}
	}

	return { ...endpoint, groups, open, done, failure, finish: (id: string) => write(id, true), undo: (id: string) => write(id, false) };
}
