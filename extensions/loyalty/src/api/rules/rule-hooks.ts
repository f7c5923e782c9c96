import type { EventContext } from '@directus/types';
import type { Host, Knex } from '@guanxi/core/directus';
import type { HookCall } from '../filter-guard.ts';
import type { Row } from '../ledger/rows.ts';
import { RULES } from './read-versions.ts';
import { createRule, releaseRules, updateRules } from './rule-guard.ts';

type Filter = (event: string, handler: (payload: unknown, meta: Record<string, unknown>, context: EventContext) => unknown) => void;

/** Registered after the guard of computed fields: `version` is refused from everybody else. */
export function guardRules({ filter }: { filter: Filter }, host: Host): void {
	filter(`${RULES}.items.create`, (payload, _meta, event) => createRule(host, hookCall(event), payload as Row));
	filter(`${RULES}.items.update`, (payload, meta, event) => updateRules(host, hookCall(event), payload as Row, (meta['keys'] as unknown[]).map(String)));
	filter(`${RULES}.items.delete`, (keys, _meta, event) => releaseRules(host, hookCall(event), (keys as unknown[]).map(String)));
}

const hookCall = ({ database, schema, accountability }: EventContext): HookCall => ({ knex: database as Knex, schema, accountability });
