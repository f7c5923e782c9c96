import type { Host } from '@guanxi/core/directus';
import { ensureLink, linkUrl } from '@guanxi/core/link';

/** Kind of the links to member cards; their subject is the account. */
export const CARD_LINK = 'loyalty.card';

/** A member who hears from us at least once a year always has a link that works. */
const VALID_DAYS = 400;

/** The address of a member's card, for mails and staff. Inside a transaction hand in `{ ...host, database: trx }`. */
export async function cardLink(
	host: Pick<Host, 'database' | 'env'>,
	account: string,
	now: Date,
): Promise<{ url: string; expiresAt: Date }> {
	const { token, expiresAt } = await ensureLink(host, { kind: CARD_LINK, subject: account, now, validDays: VALID_DAYS });
	return { url: linkUrl(host, `/crm/loyalty/card/${token}`), expiresAt };
}
