import type { Host } from '@guanxi/core/directus';
import { ensureLink, linkUrl } from '@guanxi/core/link';

/** Who filed a case sees what they said and what was decided. */
export const STATUS_LINK = 'complaints.status';
/** Whose message joined an open case sees how far it is: they knew an order number, and may be somebody else. */
export const JOINED_LINK = 'complaints.joined';

const VALID_DAYS = 400;

export async function statusLink(
	host: Pick<Host, 'database' | 'env'>,
	{ complaint, joined }: { complaint: string; joined: boolean },
	now: Date,
): Promise<{ token: string; url: string }> {
	const { token } = await ensureLink(host, { kind: joined ? JOINED_LINK : STATUS_LINK, subject: complaint, now, validDays: VALID_DAYS });
	return { token, url: linkUrl(host, `/crm/complaints/public/${token}`) };
}
