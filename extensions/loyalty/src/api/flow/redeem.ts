import { defineOperationApi } from '@directus/extensions-sdk';
import { COMMANDS } from '../commands.ts';
import { RedemptionBody } from '../requests.ts';
import { moveByFlow } from './move-by-flow.ts';

/** Whose order it is nobody would check here: points that pay for an order go through the API. */
const Points = RedemptionBody.omit({ reward: true, order: true }).required({ points: true });

export default defineOperationApi({
	id: 'crm-loyalty-redeem',
	handler: moveByFlow('crm-loyalty-redeem', { body: Points, command: COMMANDS.redeem }),
});
