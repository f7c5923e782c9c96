import { randomUUID } from 'node:crypto';
import type { Host } from '@guanxi/core/directus';
import { notFound } from '@guanxi/core/http';
import { findLink, requireLink } from '@guanxi/core/link';
import { readSettings } from '@guanxi/core/settings';
import type { z } from 'zod';
import type { FormAnswer, StatusAnswer } from '../../contract/intake-answers.ts';
import { COMPLAINT, COMPLAINTS, type Case } from '../../domain/case/case.ts';
import { CATEGORIES } from '../../domain/intake/intake-words.ts';
import { instantOf, textOf, type Row } from '../rows.ts';
import { JOINED_LINK, STATUS_LINK } from './status-link.ts';

/** How far a case is. Nothing that staff wrote for themselves, and no decision before the customer was told. */
export async function readStatus({ database }: Host, token: string): Promise<z.output<typeof StatusAnswer>> {
	const own = await findLink(database, { kind: STATUS_LINK, token, now: new Date() });
	const isOwn = own !== null;
	const id = await requireLink(database, { kind: isOwn ? STATUS_LINK : JOINED_LINK, token });
	const row: Row | undefined = await database(COMPLAINTS).where({ id }).first();
	if (!row) throw notFound(COMPLAINT);
	const isTold = isOwn && row['communicated_at'] !== null;
	const decision = textOf(row['decision']) as Case['decision'];
	return {
		reference: String(row['reference']),
		type: row['type'] as Case['type'],
		state: row['state'] as Case['state'],
		received_at: instantOf(row['received_at'])?.toISOString() ?? null,
		closed_at: instantOf(row['closed_at'])?.toISOString() ?? null,
		timezone: (await readSettings(database)).timezone,
		subject: isOwn ? textOf(row['subject']) : null,
		decision: isTold && decision ? { decision, reason: textOf(row['decision_reason']) } : null,
		recourse: isOwn && (isTold || decision === null) ? textOf(row['recourse']) : null,
	};
}

/** What the form offers: the categories of the settings, or the usual ones. */
export async function readForm({ database }: Host): Promise<z.output<typeof FormAnswer>> {
	const row: Row | undefined = await database('crm_settings').first('complaint_categories');
	const named = listOf(row?.['complaint_categories']).flatMap(({ name, name_en: english }) =>
		typeof name === 'string' && name !== '' ? [{ zh: name, en: typeof english === 'string' && english !== '' ? english : name }] : [],
	);
	return { categories: named.length > 0 ? named : CATEGORIES.map(([zh, en]) => ({ zh, en })), key: randomUUID() };
}

/** JSON columns arrive as text on SQLite and MySQL, and parsed elsewhere. */
function listOf(stored: unknown): Row[] {
	const list: unknown = typeof stored === 'string' ? JSON.parse(stored) : stored;
	return Array.isArray(list) ? (list.filter((item) => typeof item === 'object' && item !== null) as Row[]) : [];
}
