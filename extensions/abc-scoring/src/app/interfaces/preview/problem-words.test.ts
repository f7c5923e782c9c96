import { describe, expect, it } from 'vitest';
import { readModel } from '../../../domain/model.ts';
import { validateModel } from '../../../domain/validate-model.ts';
import { fieldWords, reasonWords } from './problem-words.ts';

describe('the field at fault', () => {
	it.each([
		['a setting', 'window_months', 'Months counted', '统计月数'],
		['a part of a class, counted from one', 'classes.1.bound', 'Class no. 2, bound', '第 2 个等级，界线'],
		['a whole rule', 'potential_matrix.0', 'Rule no. 1', '第 1 条调整规则'],
		['an unknown one stays readable', 'extra', 'extra', 'extra'],
	])('%s', (_why, path, english, chinese) => {
		expect(fieldWords(path, 'en-US')).toBe(english);
		expect(fieldWords(path, 'zh-CN')).toBe(chinese);
	});
});

it('says every problem the server may find in Chinese', () => {
	const broken = readModel({
		key: '!',
		method: 'thresholds',
		window_months: 0,
		hysteresis_percent: 100,
		customer_filter: {},
		order_filter: 'x',
		classes: [
			{ code: 'A', bound: 5, touch: 'psychic', contact_every_days: 0 },
			{ code: 'A', bound: 9 },
			{ code: '', bound: 'x' },
			{ code: 'D', bound: -1, label: 5, color: 5 },
			{ code: 'C', bound: 3 },
		],
		potential_matrix: [
			{ class: 'Z', potential: 'huge', result: 'Y' },
			{ class: 'Z', potential: 'huge', result: 'Y' },
		],
		risk_class: 'X',
		schedule: 'never',
	});
	const problems = validateModel(broken);
	expect(problems.length).toBeGreaterThan(15);
	for (const { reason } of problems) expect(reasonWords(reason, 'zh-CN')).toMatch(/\p{Script=Han}/u);
	for (const { field } of problems) expect(fieldWords(field, 'zh-CN')).toMatch(/\p{Script=Han}/u);
});

it('leaves English as the server wrote it', () => {
	expect(reasonWords('must be a number', 'en-US')).toBe('must be a number');
});
