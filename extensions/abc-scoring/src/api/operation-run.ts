import { defineOperationApi } from '@directus/extensions-sdk';
import { InvalidPayloadError } from '@guanxi/core/http';
import { flowOperation } from '@guanxi/core/operation';
import { hostOf } from '@guanxi/core/plugin';
import { runModel } from '../application/run-model.ts';
import { portsFor } from './host-ports.ts';
import { dataOf } from './refusals.ts';

interface Options {
	model?: string;
	dry_run?: boolean;
}

/** Flow operation "Run ABC scoring": answers what `POST /crm/abc/models/:key/run` answers. */
export default defineOperationApi<Options>({
	id: 'crm-abc-run-scoring',
	handler: flowOperation('crm-abc-run-scoring', async ({ model, dry_run: dryRun }: Options, context) => {
		if (!model) throw new InvalidPayloadError({ field: 'model', reason: 'must name a scoring model' });
		const host = hostOf(context);
		return { ...dataOf(await runModel(await portsFor(host), { key: model, dryRun })) };
	}),
});
