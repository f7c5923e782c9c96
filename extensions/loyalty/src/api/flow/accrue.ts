import { defineOperationApi } from '@directus/extensions-sdk';
import { byCommand } from '@guanxi/core/flow-command';
import { COMMANDS } from '../commands.ts';
import { AccrualBody } from '../requests.ts';
import { moveByFlow } from './move-by-flow.ts';

/** Orders and rules give by themselves, so a Flow gives points. */
const Points = AccrualBody.omit({ order: true, rule: true }).required({ points: true });

export default defineOperationApi({
	id: 'crm-loyalty-accrue',
	handler: moveByFlow('crm-loyalty-accrue', { body: Points, carryOut: byCommand(COMMANDS.accrue) }),
});
