import { defineOperationApi } from '@directus/extensions-sdk';
import { RedemptionBody } from '../requests.ts';
import { redeemAny } from '../rewards/redeem.ts';
import { moveByFlow } from './move-by-flow.ts';

/** Whose order it is nobody would check here: points that pay for an order go through the API. */
const Asked = RedemptionBody.omit({ order: true });

export default defineOperationApi({
	id: 'crm-loyalty-redeem',
	handler: moveByFlow('crm-loyalty-redeem', { body: Asked, carryOut: redeemAny }),
});
