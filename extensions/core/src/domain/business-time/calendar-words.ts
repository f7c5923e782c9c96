import type { ProblemOf, ProblemWords } from '../problem.ts';

export const CALENDAR_WORDS = {
	reasons: {
		not_a_timezone: ['{field}必须是时区，例如 Asia/Shanghai。', '{field} must be a time zone such as Asia/Shanghai.'],
		not_a_weekday: ['{field}中的“{key}”不是星期：请用 1（星期一）到 7（星期日）。', '{field} has no day "{key}": use 1 for Monday to 7 for Sunday.'],
		not_a_date: ['{field}中的“{key}”不是日期，请写成 2026-10-01 的形式。', '{field} has "{key}", which is no date: write it like 2026-10-01.'],
		not_shifts: [
			'{field}必须是时段列表，例如 [["09:00","12:00"],["13:00","18:00"]]；空列表表示休息。',
			'{field} must be a list of shifts such as [["09:00","12:00"],["13:00","18:00"]]; an empty one is a day off.',
		],
		not_days: ['{field}必须是以日为键的对象。', '{field} must be an object with a list of shifts for each day.'],
	},
	fields: {
		timezone: ['时区', 'Time zone'],
		week: ['每周工作时间', 'Working hours of a week'],
		days: ['节假日与调休', 'Holidays and make-up days'],
	},
} as const satisfies ProblemWords;

export type CalendarProblem = ProblemOf<typeof CALENDAR_WORDS>;
