import { definePanel } from '@directus/extensions-sdk';
import { monthsOption, periodOptions } from '@guanxi/core/app/panel-options.ts';
import { pick } from '@guanxi/core/app/words.ts';
import { modelOption } from '../model-option.ts';
import MigrationPanel from './migration-panel.vue';

export default definePanel({
	id: 'crm-abc-migration',
	get name() {
		return pick('等级变动', 'Class migration');
	},
	get description() {
		return pick('两个日期之间谁升级、谁降级', 'Who rose and who fell between two dates');
	},
	icon: 'moving',
	component: MigrationPanel,
	options: () => [modelOption(), monthsOption(3), ...periodOptions()],
	minWidth: 14,
	minHeight: 12,
});
