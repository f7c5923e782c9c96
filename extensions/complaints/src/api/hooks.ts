import { defineHook } from '@directus/extensions-sdk';
import { runCommand } from '@guanxi/core/command';
import type { Host } from '@guanxi/core/directus';
import { guardCollection, guardComputed } from '@guanxi/core/guard';
import { addPlugin } from '@guanxi/core/plugin';
import { stepHandler } from '@guanxi/core/step-handler';
import { sweepClocks } from '@guanxi/core/sweep-clocks';
import { tellingFilter } from '@guanxi/core/told';
import { complaintsSchema } from '@guanxi/schema/complaints/index';
import { slaPolicyRows } from '@guanxi/seeds/reference/sla-policies';
import { COMPLAINTS } from '../domain/case/case.ts';
import { AUDIT_CHECKS } from './audit-checks.ts';
import { caseGuards, openAtOnce } from './case/case-hooks.ts';
import { openFiled, resumeWaiting, sendReceipt } from './intake/intake-actions.ts';
import { OPERATIONS } from './operations.ts';
import { RULES, ruleGuards } from './routing/rule-guard.ts';
import { caseSteps } from './sla/case-steps.ts';
import { hearEdits, hearMessage, noteGuards } from './sla/hear-messages.ts';
import { POLICIES, policyGuards } from './sla/policy-guard.ts';

/** Where the bundle meets core and Directus: discovery, guards, and what is done later. */
export default defineHook(({ filter: plain, action, schedule }, context) => {
	const host = context as unknown as Host;
	const filter = tellingFilter(plain);
	const steps = caseSteps(host);
	addPlugin(host, schedule, {
		schema: complaintsSchema,
		referenceRows: slaPolicyRows,
		operations: OPERATIONS,
		actions: [
			openFiled(host), sendReceipt(host), resumeWaiting(host), hearMessage(host), stepHandler(steps, (command, request) => runCommand(host, command, request)),
		],
		jobs: [{ name: 'complaints.sweep-clocks', cron: '*/20 * * * * *', run: () => sweepClocks(host.database, steps) }],
		audit: AUDIT_CHECKS,
	});
	guardComputed({ filter }, complaintsSchema);
	guardCollection({ filter }, host, COMPLAINTS, caseGuards);
	guardCollection({ filter }, host, RULES, ruleGuards(host));
	guardCollection({ filter }, host, POLICIES, policyGuards(host));
	guardCollection({ filter }, host, 'crm_interactions', noteGuards);
	openAtOnce({ action }, host);
	hearEdits({ action }, host);
});
