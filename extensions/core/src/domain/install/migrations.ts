/** A change of stored rows that belongs to one version of a plugin's schema. */
export interface MigrationStep {
	plugin: string;
	/** The schema version that needs it. */
	version: number;
}

/**
 * The steps between what an instance has and what is shipped, oldest first. A fresh install has no old rows and
 * needs none. `done` is the last step that finished: an upgrade that was killed goes on behind it.
 */
export function dueMigrations<T extends MigrationStep>(
	steps: T[],
	installed: Map<string, number>,
	done: Map<string, number>,
): T[] {
	return steps
		.filter(({ plugin, version }) => {
			const from = installed.get(plugin);
			return from !== undefined && version > Math.max(from, done.get(plugin) ?? 0);
		})
		.sort((a, b) => a.version - b.version);
}

/** Plugins whose stored schema is newer than what these bundles bring. */
export function newerThanShipped(
	shipped: { plugin: string; version: number }[],
	installed: Map<string, number>,
): { plugin: string; shipped: number; installed: number }[] {
	return shipped
		.map(({ plugin, version }) => ({ plugin, shipped: version, installed: installed.get(plugin) ?? 0 }))
		.filter((item) => item.installed > item.shipped);
}
