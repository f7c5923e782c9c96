import type { Host } from '@guanxi/core/directus';
import { ConflictError, NotFoundError } from '@guanxi/core/http';
import { createScoringStore } from './sql/scoring-store.ts';

/**
 * Makes a model without a customer filter the primary one, in place of the present one. One step, because there must
 * always be exactly one: switching them one after the other is refused.
 */
export async function makePrimary({ database }: Host, key: string): Promise<{ primary: string; before: string[] }> {
	const models = await createScoringStore(database).models();
	const model = models.find((item) => item.key === key);
	if (!model?.id) throw new NotFoundError({ what: 'Scoring model' });
	if (model.customer_filter) {
		throw new ConflictError({
			reason: 'has_customer_filter',
			message: 'A model with a customer filter cannot take every customer. Remove the filter, or switch on "primary" in its form.',
		});
	}
	const before = models.filter((item) => item.is_primary && !item.customer_filter && item.id !== model.id);
	await database.transaction(async (trx) => {
		const ids = before.map((item) => item.id!);
		await trx('crm_scoring_models').whereIn('id', ids).update({ is_primary: false, date_updated: new Date() });
		await trx('crm_scoring_models').where({ id: model.id! }).update({ is_primary: true, date_updated: new Date() });
	});
	return { primary: key, before: before.map((item) => item.key) };
}
