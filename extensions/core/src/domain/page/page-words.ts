import type { Words } from '../words.ts';

/** Headlines of pages that could not be what was asked for; the refusal's own sentence says the rest. */
export const FAILURE_TITLES = {
	400: ['填写有误', 'Something is missing or wrong'],
	404: ['找不到页面', 'Page not found'],
	409: ['现在无法完成', 'This cannot be done now'],
	410: ['链接已失效', 'This link is over'],
	422: ['无法完成', 'This cannot be done'],
	429: ['请稍候再试', 'Please wait a moment'],
	500: ['出错了', 'Something went wrong'],
} as const satisfies Words<never> & Record<number, readonly [string, string]>;

export const PAGE_WORDS = {
	unexpected: ['我们这边出了问题，请稍后再试。', 'Something went wrong on our side. Please try again later.'],
	back: ['返回', 'Back'],
	languages: ['语言', 'Language'],
} as const satisfies Words;
