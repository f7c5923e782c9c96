import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import ModelPreview from './model-preview.vue';

export default defineInterface({
	id: 'crm-abc-model-preview',
	get name() {
		return pick('评分模型预览', 'Scoring model preview');
	},
	get description() {
		return pick('保存前看到分级结果', 'The classes these settings give, before saving');
	},
	icon: 'preview',
	component: ModelPreview,
	types: ['alias'],
	localTypes: ['presentation'],
	group: 'presentation',
	options: null,
});
