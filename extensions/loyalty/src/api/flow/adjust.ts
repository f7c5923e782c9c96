import { defineOperationApi } from '@directus/extensions-sdk';
import { byCommand } from '@guanxi/core/flow-command';
import { COMMANDS } from '../commands.ts';
import { AdjustmentBody } from '../requests.ts';
import { requireSome } from '../require.ts';
import { moveByFlow } from './move-by-flow.ts';

export default defineOperationApi({
	id: 'crm-loyalty-adjust',
	handler: moveByFlow('crm-loyalty-adjust', { body: AdjustmentBody, carryOut: byCommand(COMMANDS.adjust), check: requireSome }),
});
