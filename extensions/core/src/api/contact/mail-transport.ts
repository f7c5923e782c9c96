import { existsSync } from 'node:fs';

/**
 * Whether mail can leave at all. Directus' own default is a program that most servers and all containers lack; each mail would then fail
 * eight times, and be dead.
 */
export function hasTransport(env: Record<string, unknown>): boolean {
	switch (String(env['EMAIL_TRANSPORT'] || 'sendmail').toLowerCase()) {
		case 'sendmail':
			return existsSync(String(env['EMAIL_SENDMAIL_PATH'] || '/usr/sbin/sendmail'));
		case 'smtp':
			return Boolean(env['EMAIL_SMTP_HOST']);
		case 'ses':
		case 'mailgun':
			return true;
		default:
			return false;
	}
}
