import { defineOperationApi } from '@directus/extensions-sdk';
import { refusal } from '@guanxi/core/http';
import { flowOperation } from '@guanxi/core/operation';
import { hostOf } from '@guanxi/core/plugin';
import { runModel } from '../application/run-model.ts';
import { ABC_WORDS } from '../domain/abc-words.ts';
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
		if (!model) throw refusal(400, ABC_WORDS, { field: 'model', reason: 'model_not_named' });
		const host = hostOf(context);
		// Whoever set the Flow off is the actor of what it does; nobody where a schedule did.
		const ports = await portsFor(host, { call: { accountability: context.accountability } });
		return { ...dataOf(await runModel(ports, { key: model, dryRun })) };
	}),
});
