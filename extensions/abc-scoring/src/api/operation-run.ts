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
		// Whoever set the Flow off is the actor of what it does; nobody where a schedule did.
		const ports = await portsFor(host, { call: { accountability: context.accountability } });
		return { ...dataOf(await runModel(ports, { key: model, dryRun })) };
	}),
});
