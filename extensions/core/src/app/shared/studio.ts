import { useStores } from '@directus/extensions-sdk';

type Action = 'create' | 'read' | 'update' | 'delete';

/** The few things we ask the Studio's own stores, typed. */
export interface Studio {
	userId: string | null;
	isAdmin: boolean;
	may: (action: Action, collection: string) => boolean;
	/** May write this field; for administrators always. */
	mayField: (action: 'create' | 'update', collection: string, field: string) => boolean;
	hasField: (collection: string, field: string) => boolean;
}

export function useStudio(): Studio {
	const stores = useStores();
	const user = stores['useUserStore']();
	const permissions = stores['usePermissionsStore']();
	const fields = stores['useFieldsStore']();
	return {
		userId: user.currentUser?.id ?? null,
		isAdmin: user.isAdmin === true,
		may: (action, collection) => permissions.hasPermission(collection, action) === true,
		mayField: (action, collection, field) => {
			if (user.isAdmin === true) return true;
			const allowed: string[] = permissions.getPermission(collection, action)?.fields ?? [];
			return allowed.includes('*') || allowed.includes(field);
		},
		hasField: (collection, field) => Boolean(fields.getField(collection, field)),
	};
}
