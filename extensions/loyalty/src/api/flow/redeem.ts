import { defineOperationApi } from '@directus/extensions-sdk';
import { COMMANDS } from '../commands.ts';
import { RedemptionBody } from '../requests.ts';
import { moveByFlow } from './move-by-flow.ts';

const Points = RedemptionBody.omit({ reward: true }).required({ points: true });

export default defineOperationApi({
	id: 'crm-loyalty-redeem',
	handler: moveByFlow('crm-loyalty-redeem', Points, COMMANDS.redeem),
});
