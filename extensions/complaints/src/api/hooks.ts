import { defineHook } from '@directus/extensions-sdk';
import type { Host } from '@guanxi/core/directus';
import { guardCollection, guardComputed } from '@guanxi/core/guard';
import { addPlugin } from '@guanxi/core/plugin';
import { tellingFilter } from '@guanxi/core/told';
import { complaintsSchema } from '@guanxi/schema/complaints/index';
import { AUDIT_CHECKS } from './audit-checks.ts';
import { COMPLAINTS } from '../domain/case/case.ts';
import { caseGuards, openAtOnce } from './case/case-hooks.ts';
import { openFiled, resumeWaiting, sendReceipt } from './intake/intake-actions.ts';
import { OPERATIONS } from './operations.ts';
import { RULES, ruleGuards } from './routing/rule-guard.ts';

/** Where the bundle meets core and Directus: discovery, guards, and what is done later. */
export default defineHook(({ filter: plain, action, schedule }, context) => {
	const host = context as unknown as Host;
	const filter = tellingFilter(plain);
	addPlugin(host, schedule, {
		schema: complaintsSchema,
		operations: OPERATIONS,
		actions: [openFiled(host), sendReceipt(host), resumeWaiting(host)],
		audit: AUDIT_CHECKS,
	});
	guardComputed({ filter }, complaintsSchema);
	guardCollection({ filter }, host, COMPLAINTS, caseGuards);
	guardCollection({ filter }, host, RULES, ruleGuards(host));
	openAtOnce({ action }, host);
});
