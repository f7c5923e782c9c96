import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import ProgramPresets from './program-presets.vue';

export default defineInterface({
	id: 'crm-loyalty-presets',
	get name() {
		return pick('会员计划模板', 'Program presets');
	},
	get description() {
		return pick('选一种模板填好表单', 'Fills the form with one of three programs');
	},
	icon: 'auto_awesome',
	component: ProgramPresets,
	types: ['alias'],
	localTypes: ['presentation'],
	group: 'presentation',
	hideLabel: true,
	options: null,
});
