import { useEndpoint } from '@guanxi/core/app/use-endpoint.ts';
import { useLocale } from '@guanxi/core/app/locale.ts';
import { ownHalf } from '@guanxi/core/words';
import { computed } from 'vue';

export interface ShownProgram {
	key: string;
	name: string;
	unit_name: string | null;
	status: 'active' | 'ended';
	redeem_min: number | null;
	redeem_step: number | null;
	point_value: string | number | null;
	tiers: { key: string; name: string; color: string | null }[] | null;
}

export interface Membership {
	id: string;
	program: ShownProgram;
}

const PROGRAM = ['key', 'name', 'unit_name', 'status', 'redeem_min', 'redeem_step', 'point_value', 'tiers'];

/** The accounts to show: all of a customer, or the one whose own form this is; and the programs that a customer may still join. */
export function useMemberships(collection: () => string, key: () => string | null) {
	const { locale } = useLocale({});
	const isAccount = computed(() => collection() === 'crm_loyalty_accounts');
	const filter = computed(() => ({ [isAccount.value ? 'id' : 'customer']: { _eq: key() } }));
	const accounts = useEndpoint<Membership[]>(() => key() && '/items/crm_loyalty_accounts', {
		params: computed(() => ({
			filter: JSON.stringify(filter.value),
			fields: ['id', ...PROGRAM.map((field) => `program.${field}`)].join(','),
			sort: '-available',
			limit: 50,
		})),
	});
	const programs = useEndpoint<ShownProgram[]>(() => (key() && !isAccount.value ? '/items/crm_loyalty_programs' : null), {
		params: { filter: JSON.stringify({ status: { _eq: 'active' } }), fields: PROGRAM.join(','), sort: 'name', limit: 50 },
	});
	const open = computed(() => {
		if (accounts.state.value !== 'ready') return [];
		const joined = new Set((accounts.data.value ?? []).map(({ program }) => program.key));
		return (programs.data.value ?? []).filter((program) => !joined.has(program.key)).map(ownWords);
	});
	const members = computed(() => accounts.data.value?.map(({ id, program }) => ({ id, program: ownWords(program) })));
	/** Names in the viewer's language, where a program came with both. */
	function ownWords(program: ShownProgram): ShownProgram {
		const own = (name: string): string => ownHalf(name, locale.value);
		return { ...program, name: own(program.name), tiers: program.tiers?.map((tier) => ({ ...tier, name: own(tier.name) })) ?? null };
	}
	return { accounts, members, open };
}
