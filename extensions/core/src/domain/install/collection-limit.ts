export interface PluginNeed {
	plugin: string;
	/** Collections the install would register for it; folders and plain tables do not count. */
	collections: number;
}

export type LimitAnswer =
	| { fits: true }
	| { fits: false; needed: number; free: number; /** Plugins that can be installed together, core first. */ possible: string[] };

/**
 * Whether a host that limits registered collections has room for a plan. Counted before anything is written, because
 * a refusal half-way would leave half a schema. Core comes first, then the other plugins as listed while they fit.
 */
export function fitCollections(limit: number | null, registered: number, needs: PluginNeed[]): LimitAnswer {
	const needed = needs.reduce((sum, { collections }) => sum + collections, 0);
	if (limit === null || needed === 0 || registered + needed <= limit) return { fits: true };
	const free = Math.max(limit - registered, 0);
	const core = needs.find(({ plugin }) => plugin === 'core');
	let left = free - (core?.collections ?? 0);
	if (left < 0) return { fits: false, needed, free, possible: [] };
	const possible = core ? ['core'] : [];
	for (const { plugin, collections } of needs) {
		if (plugin === 'core' || collections > left) continue;
		possible.push(plugin);
		left -= collections;
	}
	return { fits: false, needed, free, possible };
}

/** What Directus 12 allows without a licence key. */
const UNLICENSED_COLLECTIONS = 25;

/** Null: no limit. Directus 11 has none; a licence has its own, which the host itself enforces. */
export function collectionLimit(host: { major: number; isLicensed: boolean; setting: string | undefined }): number | null {
	if (host.setting === 'unlimited') return null;
	if (host.setting !== undefined && /^\d+$/.test(host.setting)) return Number(host.setting);
	return host.major >= 12 && !host.isLicensed ? UNLICENSED_COLLECTIONS : null;
}
