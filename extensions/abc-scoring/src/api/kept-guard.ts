import { computedRows } from '@guanxi/core/guard';
import { KEPT_PREFIX } from './sql/kept/open.ts';

type Filter = (event: string, handler: (payload: unknown, meta: Record<string, unknown>) => unknown) => void;

/** Kept rows are plain tables with names of their own, reachable through /items like any table; they are ours alone. */
export function guardKeptRows({ filter }: { filter: Filter }): void {
	for (const action of ['create', 'update', 'delete']) {
		filter(`items.${action}`, (payload, meta) => {
			const collection = String(meta['collection']);
			if (!collection.startsWith(KEPT_PREFIX)) return payload;
			throw computedRows(collection, 'abc');
		});
	}
}
