/** A change of stored rows that belongs to one version of a plugin's schema. */
export interface MigrationStep {
	plugin: string;
	/** The schema version that needs it. */
	version: number;
}

/** What was done last of a plugin: the version, and how many of its steps. Before versions had several, the number alone was kept. */
export type Done = number | readonly [version: number, steps: number];

/** A step with its place among those of its plugin and version. */
export type Placed<T> = T & { step: number };

/**
 * The steps between what an instance has and what is shipped, oldest version first; those of one version plugin by plugin, in the order in
 * which they are listed. A fresh install has no old rows and needs none. `done` is the last step that finished: an upgrade that was killed goes
 * on behind it.
 */
export function dueMigrations<T extends MigrationStep>(
	steps: T[],
	installed: Map<string, number>,
	done: Map<string, Done>,
): Placed<T>[] {
	return placed(steps)
		.filter(({ plugin, version, step }) => {
			const from = installed.get(plugin);
			return from !== undefined && version > from && isBehind({ version, step }, done.get(plugin) ?? 0);
		})
		.sort((a, b) => a.version - b.version);
}

function placed<T extends MigrationStep>(steps: T[]): Placed<T>[] {
	const counts = new Map<string, number>();
	return steps.map((item) => {
		const key = `${item.plugin} ${item.version}`;
		const step = (counts.get(key) ?? 0) + 1;
		counts.set(key, step);
		return { ...item, step };
	});
}

function isBehind({ version, step }: { version: number; step: number }, done: Done): boolean {
	const [last, steps] = typeof done === 'number' ? [done, Infinity] : done;
	return version > last || (version === last && step > steps);
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
