import { defineOperationApi } from '@directus/extensions-sdk';
import { COMMANDS } from '../commands.ts';
import { AccrualBody } from '../requests.ts';
import { moveByFlow } from './move-by-flow.ts';

/** Orders and rules give by themselves, so a Flow gives points. */
const Points = AccrualBody.omit({ order: true, rule: true }).required({ points: true });

export default defineOperationApi({
	id: 'crm-loyalty-accrue',
	handler: moveByFlow('crm-loyalty-accrue', { body: Points, command: COMMANDS.accrue }),
});
