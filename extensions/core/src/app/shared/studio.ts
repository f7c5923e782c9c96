import { useStores } from '@directus/extensions-sdk';

type Action = 'create' | 'read' | 'update' | 'delete';

/** The few things we ask the Studio's own stores, typed. */
export interface Studio {
	userId: string | null;
	isAdmin: boolean;
	may: (action: Action, collection: string) => boolean;
	/** May write this field; for administrators always. */
	mayField: (action: 'create' | 'update', collection: string, field: string) => boolean;
	/** Collections of a folder that the viewer may read and that are not hidden, in their order. */
	collectionsIn: (folder: string) => { collection: string; name: string; icon: string }[];
	hasField: (collection: string, field: string) => boolean;
}

interface StoredCollection {
	collection: string;
	/** In the viewer's language. */
	name: string;
	icon: string;
	meta: { group: string | null; sort: number | null } | null;
}

export function useStudio(): Studio {
	const stores = useStores();
	const user = stores['useUserStore']();
	const permissions = stores['usePermissionsStore']();
	const fields = stores['useFieldsStore']();
	const collections = stores['useCollectionsStore']();
	const may: Studio['may'] = (action, collection) => permissions.hasPermission(collection, action) === true;
	return {
		userId: user.currentUser?.id ?? null,
		isAdmin: user.isAdmin === true,
		may,
		mayField: (action, collection, field) => {
			if (user.isAdmin === true) return true;
			const allowed: string[] = permissions.getPermission(collection, action)?.fields ?? [];
			return allowed.includes('*') || allowed.includes(field);
		},
		collectionsIn: (folder) =>
			(collections.visibleCollections as StoredCollection[])
				.filter(({ collection, meta }) => meta?.group === folder && may('read', collection))
				.sort((a, b) => (a.meta?.sort ?? 0) - (b.meta?.sort ?? 0))
				.map(({ collection, name, icon }) => ({ collection, name, icon })),
		hasField: (collection, field) => Boolean(fields.getField(collection, field)),
	};
}
