import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../scripts/lib/database.ts';
import type { Environment } from '../../scripts/lib/environment.ts';
import { enqueueActions } from '../../extensions/core/src/api/actions/enqueue.ts';
import { messageAction, type Message } from '../../extensions/core/src/api/contact/message.ts';
import { crmDone } from '../support/crm.ts';
import { startMailCatcher, type MailCatcher } from '../support/mail-catcher.ts';
import { copyTemplate } from '../support/templates.ts';

/** Through Directus' own mail service to a real mail server; `crm sweep` does what is due. */
describe('messages to customers', () => {
	let post: MailCatcher;
	let env: Environment;
	let knex: Knex;
	beforeAll(async () => {
		post = await startMailCatcher();
		env = await copyTemplate('reference', post.env);
		knex = connect(env);
		await knex('crm_settings').update({ quiet_from: null, quiet_to: null, contact_max_per_channel: 1, contact_max_total: 1 });
	});
	afterAll(async () => {
		await knex?.destroy();
		await post?.stop();
	});

	async function write(name: string, customer: object = {}, message: Partial<Message> = {}): Promise<string> {
		const id = randomUUID();
		await knex('crm_customers').insert({ id, code: name, name, kind: 'person', status: 'active', email: `${name}@example.com`, ...customer });
		await send(id, { dedupeKey: name, ...message });
		return id;
	}
	const send = (customer: string, message: Partial<Message>): Promise<void> => {
		const letter = { customer, purpose: 'care', plugin: 'test', subject: '生日快乐', text: 'Dear customer', dedupeKey: 'x', ...message } as const;
		return knex.transaction((trx) => enqueueActions(trx, [messageAction(letter, new Date(0))], new Date()));
	};
	const sentTo = (name: string) => post.mails.filter(({ to }) => [to].flat()[0]?.text === `${name}@example.com`);
	const told = async (customer: string) =>
		(await knex('crm_events').where({ subject_id: customer }).orderBy('seq')).map(({ type, payload }) => {
			const { reason } = (typeof payload === 'string' ? JSON.parse(payload) : payload) as { reason?: string };
			return reason ? `${type} ${reason}` : type;
		});

	it('go out once, unless the policy says no; each ends as a fact', async () => {
		const wanted = await write('wanted');
		await send(wanted, { dedupeKey: 'wanted' });
		const closed = await write('closed', { do_not_contact: true });
		const nowhere = await write('nowhere', { email: null });
		const refused = await write('refused', { consent_email: false });
		await crmDone(env, 'sweep');
		expect(sentTo('wanted')).toHaveLength(1);
		expect(sentTo('wanted')[0]).toMatchObject({ subject: '生日快乐', text: 'Dear customer\n' });
		expect(post.mails).toHaveLength(1);
		expect(await told(wanted)).toEqual(['crm.core.message_sent']);
		expect(await told(closed)).toEqual(['crm.core.message_suppressed do_not_contact']);
		expect(await told(nowhere)).toEqual(['crm.core.message_suppressed no_address']);
		expect(await told(refused)).toEqual(['crm.core.message_suppressed consent_refused']);
	});

	it('that the mail server does not take are tried again, counted once, and put off by night and by limits', async () => {
		const late = await write('late');
		post.refuse(true);
		await crmDone(env, 'sweep');
		post.refuse(false);
		expect(sentTo('late')).toHaveLength(0);
		expect(await knex('crm_actions').where({ subject_id: late }).first()).toMatchObject({ state: 'scheduled', attempts: 1 });

		await send(late, { dedupeKey: 'a second one' });
		await knex('crm_actions').where({ state: 'scheduled' }).update({ due_at_ms: 0 });
		await crmDone(env, 'sweep');
		expect(sentTo('late'), 'one passes, the second one waits for the window').toHaveLength(1);
		expect(await knex('crm_contact_log').where({ customer: late })).toHaveLength(1);
		expect(await told(late)).toEqual(['crm.core.message_sent']);

		await knex('crm_settings').update({ quiet_from: '00:00', quiet_to: '23:59' });
		const night = await write('night');
		await crmDone(env, 'sweep');
		expect(sentTo('night')).toHaveLength(0);
		expect(await told(night)).toEqual([]);
		expect(await knex('crm_actions').where({ subject_id: night }).first()).toMatchObject({ state: 'scheduled', attempts: 0 });
	});

	it('after a crash between the mail server and us: twice at most, by one Message-ID, and told once', async () => {
		await knex('crm_settings').update({ quiet_from: null, quiet_to: null });
		const crash = await write('crash');
		await crmDone(env, 'sweep');
		await knex('crm_actions').where({ subject_id: crash }).update({ state: 'leased', lease_owner: 'dead', lease_until_ms: 0 });
		await crmDone(env, 'sweep');
		const mails = sentTo('crash');
		expect(mails).toHaveLength(2);
		expect(mails[0]!.messageId).toMatch(/^<[0-9a-f]{64}@guanxi>$/);
		expect(mails[1]!.messageId).toBe(mails[0]!.messageId);
		expect(await told(crash)).toEqual(['crm.core.message_sent']);
	});
});
