import { expect, it } from 'vitest';
import { hasTransport } from './mail-transport.ts';

it.each([
	[{ EMAIL_TRANSPORT: 'smtp', EMAIL_SMTP_HOST: 'mail' }, true, 'a mail server'],
	[{ EMAIL_TRANSPORT: 'SMTP', EMAIL_SMTP_HOST: 'mail' }, true, 'as Directus, in any letters'],
	[{ EMAIL_TRANSPORT: 'smtp' }, false, 'nobody said which'],
	[{ EMAIL_SENDMAIL_PATH: '/nowhere/sendmail' }, false, 'Directus’ default, and the program is not there'],
	[{ EMAIL_SENDMAIL_PATH: process.execPath }, true, 'and it is'],
	[{ EMAIL_TRANSPORT: 'pigeon' }, false, 'what Directus does not know'],
])('%j: %s (%s)', (env, has, _why) => expect(hasTransport(env)).toBe(has));
