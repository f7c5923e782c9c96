import type { Locale } from './reason-text.ts';

/** Why a customer moved between classes, found out when it happened. */
export const DRIVERS = ['new', 'own_value', 'border_moved', 'attributes', 'model_changed', 'left'] as const;

export type Driver = (typeof DRIVERS)[number];

const TEXTS: Record<Driver, Record<Locale, string>> = {
	new: { 'zh-CN': '首次评级', 'en-US': 'Scored for the first time' },
	own_value: { 'zh-CN': '客户自身的价值发生了变化', 'en-US': "The customer's own value changed" },
	border_moved: {
		'zh-CN': '其他客户的价值变化使界线移动',
		'en-US': 'The border moved because other customers changed',
	},
	attributes: { 'zh-CN': '增长潜力或风险发生了变化', 'en-US': 'Growth potential or risk changed' },
	model_changed: { 'zh-CN': '评分模型被修改', 'en-US': 'The scoring model was changed' },
	left: { 'zh-CN': '不再属于评分范围', 'en-US': 'No longer scored by this model' },
};

/** The cause of a move in words. */
export function driverText(driver: string, locale: Locale): string {
	return TEXTS[driver as Driver]?.[locale] ?? driver;
}
