import type { Host } from '../directus.ts';
import type { Contribution } from './wanted.ts';

/** What all loaded bundles bring, core first. */
export async function contributionsOf(host: Host): Promise<Contribution[]> {
	const all = await host.emitter.emitFilter<Contribution[]>('crm.core.schema', [], {});
	const rank = ({ schema }: Contribution): number => (schema.plugin === 'core' ? 0 : 1);
	return [...all].sort((a, b) => rank(a) - rank(b) || a.schema.plugin.localeCompare(b.schema.plugin));
}
