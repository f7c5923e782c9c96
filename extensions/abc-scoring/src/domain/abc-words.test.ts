import { problemText } from '@guanxi/core/problem';
import { expect, it } from 'vitest';
import { ABC_WORDS } from './abc-words.ts';
import { readModel } from './model.ts';
import { validateModel } from './validate-model.ts';

const BROKEN = readModel({
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
const told = (locale: 'zh-CN' | 'en-US'): string[] => validateModel(BROKEN).map((problem) => problemText(problem, ABC_WORDS, locale));

it('says every problem of a model in both languages, with the setting as the form names it', () => {
	const problems = validateModel(BROKEN);
	expect(problems.length).toBeGreaterThan(15);
	for (const [index, { field }] of problems.entries()) {
		expect(told('en-US')[index]).toContain(`"${field}"`);
		expect(told('zh-CN')[index]).toMatch(/^“[^”]*\p{Script=Han}[^”]*”/u);
	}
	expect([...told('en-US'), ...told('zh-CN')].filter((text) => /[{}]|undefined/.test(text)), 'nothing is left open').toEqual([]);
});

it('reads as a colleague would write it', () => {
	expect(told('zh-CN')).toEqual(expect.arrayContaining([
		'“统计月数”（window_months）必须是 1 到 1200 的整数。',
		'“第 2 个等级的代码”（classes.1.code）与“A”重复，请改成不同的。',
		'“第 2 个等级的界线”（classes.1.bound）必须小于上一等级的界线。',
		'“第 1 条调整规则的增长潜力”（potential_matrix.0.potential）必须是以下之一：“low”、“medium”、“high”。',
	]));
});
