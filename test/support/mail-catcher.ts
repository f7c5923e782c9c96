import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A real mail server that keeps what it is sent. */
export interface MailCatcher {
	/** Variables that make Directus send here. */
	env: Record<string, string>;
	mails: ParsedMail[];
	/** From now on it takes no mail, as a server with a full disk does; false: it takes them again. */
	refuse: (on: boolean) => void;
	stop: () => Promise<void>;
}

export async function startMailCatcher(): Promise<MailCatcher> {
	const mails: ParsedMail[] = [];
	let isFull = false;
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData: (stream, _session, done) => {
			const refusal = isFull ? Object.assign(new Error('the disk is full'), { responseCode: 452 }) : null;
			void simpleParser(stream)
				.then((mail) => {
					if (!refusal) mails.push(mail);
				})
				.then(() => done(refusal), done);
		},
	});
	server.listen(0, '127.0.0.1');
	await once(server.server, 'listening');
	return {
		env: {
			EMAIL_TRANSPORT: 'smtp',
			EMAIL_SMTP_HOST: '127.0.0.1',
			EMAIL_SMTP_PORT: String((server.server.address() as AddressInfo).port),
			EMAIL_SMTP_IGNORE_TLS: 'true',
			EMAIL_FROM: 'crm@example.com',
		},
		mails,
		refuse: (on) => {
			isFull = on;
		},
		stop: () => new Promise((resolve) => server.close(resolve)),
	};
}
