import { expect, it } from 'vitest';
import { crmLoyaltyPrograms } from '@guanxi/schema/loyalty/crm-loyalty-programs';
import { checkTiers } from '../../../domain/tiers/check-tiers.ts';
import { PRESETS, valuesOf } from './presets.ts';

const FIELDS = crmLoyaltyPrograms.fields.map(({ field }) => field);

it.each(PRESETS)('$key fills in fields of the form with what can be saved, in either language', (preset) => {
	for (const locale of ['zh-CN', 'en-US'] as const) {
		const values = valuesOf(preset, locale, {});
		expect(checkTiers(values)).toEqual([]);
		expect(Object.keys(values).filter((field) => !FIELDS.includes(field))).toEqual([]);
	}
	expect(JSON.stringify(valuesOf(preset, 'en-US', {}))).not.toMatch(/\p{Script=Han}/u);
});

it('every preset says something about every field that another one says something about', () => {
	const said = PRESETS.map((preset) => Object.keys(valuesOf(preset, 'en-US', {})).sort());
	expect(said[1]).toEqual(said[0]);
	expect(said[2]).toEqual(said[0]);
});

it('what somebody has typed as name and key stays', () => {
	const values = valuesOf(PRESETS[0]!, 'zh-CN', { name: '我的计划', key: 'mine' });
	expect([values['name'], values['key'], values['unit_name']]).toEqual([undefined, undefined, '积分']);
});
