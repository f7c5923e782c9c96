import { definePanel } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import { programOption } from '../program-option.ts';
import HealthPanel from './health-panel.vue';

export default definePanel({
	id: 'crm-loyalty-health',
	get name() {
		return pick('积分账目状况', 'Health of the books');
	},
	get description() {
		return pick('账目是否平衡，有什么需要处理', 'Whether the books balance, and what needs attention');
	},
	icon: 'verified',
	component: HealthPanel,
	options: () => [programOption()],
	minWidth: 14,
	minHeight: 12,
});
