/** Headers by their names in small letters. */
export type Headers = Record<string, string>;

/**
 * Why a mail was written by a machine, or null. Such mails are no complaints, and answering them could go on for ever
 * (RFC 3834, and what programs did before it).
 */
export function whyAutomatic(from: string, headers: Headers): 'auto_submitted' | 'bulk' | 'bounce' | null {
	const said = (name: string): string => (headers[name] ?? '').trim().toLowerCase();
	if (from === '' || /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply)@/i.test(from) || said('return-path') === '<>') return 'bounce';
	if (said('auto-submitted') !== '' && said('auto-submitted') !== 'no') return 'auto_submitted';
	if (['x-autoreply', 'x-autorespond'].some((name) => said(name) !== '')) return 'auto_submitted';
	const isBulk = /^(bulk|junk|list|auto_reply)$/.test(said('precedence')) || said('list-id') !== '' || said('list-unsubscribe') !== '';
	return isBulk ? 'bulk' : null;
}
