import { createHash } from 'node:crypto';

/** How a dedupe key is stored: by kind, and in one length. */
export function actionKey(kind: string, dedupeKey: string): string {
	return createHash('sha256').update(`${kind}\u0000${dedupeKey}`).digest('hex');
}
