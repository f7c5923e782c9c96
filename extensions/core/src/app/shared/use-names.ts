import { useApi } from '@directus/extensions-sdk';
import { onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue';

type Row = Record<string, string | null>;

interface NameSource {
	/** Address of the collection, such as `/items/crm_customers` or `/users`. */
	path: string;
	fields: string[];
	name: (row: Row) => string;
}

export const CUSTOMER_NAMES: NameSource = {
	path: '/items/crm_customers',
	fields: ['name'],
	name: (row) => row['name'] ?? '',
};

export const USER_NAMES: NameSource = {
	path: '/users',
	fields: ['first_name', 'last_name', 'email'],
	name: (row) => personName(row),
};

/**
 * Names for ids that an endpoint answered. Ids the viewer may not read stay without a name, which is the point:
 * row rules hold for names too.
 */
export function useNames(source: NameSource, ids: MaybeRefOrGetter<string[]>): ShallowRef<Map<string, string>> {
	const api = useApi();
	const names = shallowRef(new Map<string, string>());
	let running: AbortController | null = null;

	async function load(wanted: string[]): Promise<void> {
		running?.abort();
		if (wanted.length === 0) return;
		const own = (running = new AbortController());
		const params = { fields: ['id', ...source.fields].join(','), filter: { id: { _in: wanted } }, limit: -1 };
		try {
			const { data } = await api.get(source.path, { params, signal: own.signal });
			const rows = data.data as Row[];
			if (!own.signal.aborted) names.value = new Map(rows.map((row) => [String(row['id']), source.name(row)]));
		} catch {
			if (!own.signal.aborted) names.value = new Map();
		}
	}

	watch(() => [...new Set(toValue(ids))].sort().join(), (list) => void load(list ? list.split(',') : []), {
		immediate: true,
	});
	onScopeDispose(() => running?.abort());
	return names;
}

/** Chinese names are written family name first and without a gap. */
export function personName({ first_name: first, last_name: last, email }: Row): string {
	const parts = [first, last].filter((part): part is string => Boolean(part));
	if (parts.length === 0) return email ?? '';
	return parts.every((part) => /^\p{Script=Han}+$/u.test(part)) ? parts.reverse().join('') : parts.join(' ');
}
