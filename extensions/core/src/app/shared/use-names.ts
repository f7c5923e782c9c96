import { useApi } from '@directus/extensions-sdk';
import { computed, toValue, watch, type ComputedRef, type MaybeRefOrGetter } from 'vue';
import { useLoader } from './use-loader.ts';

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
export function useNames(source: NameSource, ids: MaybeRefOrGetter<string[]>): ComputedRef<Map<string, string>> {
	const api = useApi();
	const { data, restart } = useLoader(async (signal) => {
		const wanted = [...new Set(toValue(ids))];
		if (wanted.length === 0) return new Map<string, string>();
		const params = { fields: ['id', ...source.fields].join(','), filter: { id: { _in: wanted } }, limit: -1 };
		const { data: body } = await api.get(source.path, { params, signal });
		return new Map((body.data as Row[]).map((row) => [String(row['id']), source.name(row)]));
	});
	watch(() => [...new Set(toValue(ids))].sort().join(), restart, { immediate: true });
	return computed(() => data.value ?? new Map<string, string>());
}

/** Chinese names are written family name first and without a gap. */
export function personName({ first_name: first, last_name: last, email }: Row): string {
	const parts = [first, last].filter((part): part is string => Boolean(part));
	if (parts.length === 0) return email ?? '';
	return parts.every((part) => /^\p{Script=Han}+$/u.test(part)) ? parts.reverse().join('') : parts.join(' ');
}
