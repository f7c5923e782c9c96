import { defineOperationApp } from '@directus/extensions-sdk';

const isChinese = (): boolean => document.documentElement.lang.startsWith('zh');

/** Names are getters: Directus copies them again whenever the language changes. */
export default defineOperationApp({
	id: 'crm-abc-run-scoring',
	icon: 'leaderboard',
	get name() {
		return isChinese() ? '运行客户分级' : 'Run ABC scoring';
	},
	get description() {
		return isChinese() ? '按评分模型重新计算客户价值等级' : 'Score all customers of a scoring model';
	},
	overview: ({ model, dry_run: dryRun }) => [
		{ label: isChinese() ? '评分模型' : 'Scoring model', text: String(model ?? '') },
		{ label: isChinese() ? '仅试算' : 'Dry run', text: dryRun ? '✓' : '–' },
	],
	options: () => [
		{
			field: 'model',
			name: isChinese() ? '评分模型（标识）' : 'Scoring model (key)',
			type: 'string',
			meta: {
				width: 'half',
				interface: 'crm-core-record-select',
				required: true,
				options: { collectionName: 'crm_scoring_models', valueField: 'key', labelFields: ['name'] },
			},
		},
		{
			field: 'dry_run',
			name: isChinese() ? '仅试算，不写入' : 'Dry run, write nothing',
			type: 'boolean',
			meta: { width: 'half', interface: 'boolean' },
		},
	],
});
