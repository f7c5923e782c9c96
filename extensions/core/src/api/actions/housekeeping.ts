import type { Host } from '../directus.ts';

const DAY_MS = 86_400_000;
/** Finished actions keep their keys this long: the same thing asked for again within it is not done twice. */
const KEEP_FINISHED_DAYS = 400;
/** Longer than the longest window of the contact policy. */
const KEEP_CONTACTS_DAYS = 400;

/** Removes rows of plumbing that nothing can ask for any more. Dead actions stay until somebody deals with them. */
export async function forgetOldRows({ database }: Host): Promise<void> {
	const now = Date.now();
	await database('crm_commands').where('keep_until_ms', '<', now).del();
	await database('crm_actions')
		.whereIn('state', ['done', 'cancelled'])
		.where('finished_at_ms', '<', now - KEEP_FINISHED_DAYS * DAY_MS)
		.del();
	await database('crm_contact_log').where('at_ms', '<', now - KEEP_CONTACTS_DAYS * DAY_MS).del();
}
