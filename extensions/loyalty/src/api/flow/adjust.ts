import { defineOperationApi } from '@directus/extensions-sdk';
import { COMMANDS } from '../commands.ts';
import { AdjustmentBody } from '../requests.ts';
import { byCommand, moveByFlow } from './move-by-flow.ts';

export default defineOperationApi({
	id: 'crm-loyalty-adjust',
	handler: moveByFlow('crm-loyalty-adjust', AdjustmentBody, byCommand(COMMANDS.adjust)),
});
