import { defineHook } from '@directus/extensions-sdk';
import { sweepDue, sweeper } from '../actions/worker.ts';
import { forgetOldRows } from '../actions/housekeeping.ts';
import type { Host } from '../directus.ts';
import { safely } from '../safely.ts';
import { wakeOnWrites } from '../watch/wake.ts';

/**
 * Wakes the worker on every instance. Ticks may be lost, doubled or come in bursts: what is due is decided from rows, and
 * rows are claimed by lease.
 */
export default defineHook(({ schedule, action }, context) => {
	const host = context as unknown as Host;
	wakeOnWrites({ action }, host);
	if (host.env['CRM_SCHEDULES'] === 'off') return;
	const wake = sweeper(() => ifInstalled(host, sweepDue));
	schedule('*/20 * * * * *', wake);
	schedule('17 3 * * *', () => ifInstalled(host, forgetOldRows));
});

function ifInstalled(host: Host, work: (host: Host) => Promise<unknown>): Promise<void> {
	return safely(host, 'background work', async () => {
		if (await host.database.schema.hasTable('crm_actions')) await work(host);
	});
}
