import { CronExpressionParser } from 'cron-parser';
import type { AbcProblem } from './abc-words.ts';
import { BASES, METHODS, POTENTIALS, TOUCHES, type ClassSpec, type ScoringModel } from './model.ts';

type Check = (model: ScoringModel) => AbcProblem[];

const CODE = /^[\p{L}\p{N}][\p{L}\p{N} _.+-]{0,30}$/u;
const KEY = /^[a-z0-9][a-z0-9_-]{0,62}$/i;
const MAX_CLASSES = 10;
const MAX_WINDOW_MONTHS = 1200;

/**
 * Everything wrong with a model's settings that can be seen without the database; empty = usable.
 * Surprise: `{}` as a filter is refused, because the person who saved it meant *some* condition.
 */
export function validateModel(model: ScoringModel): AbcProblem[] {
	if (!Array.isArray(model.classes)) return [{ field: 'classes', reason: 'not_a_list' }];
	return CHECKS.flatMap((check) => check(model));
}

const checkEnums: Check = (model) => [
	...unless(KEY.test(model.key), { field: 'key', reason: 'not_a_key' }),
	...unlessOneOf(METHODS, model.method, 'method'),
	...unlessOneOf(BASES, model.basis, 'basis'),
];

const checkNumbers: Check = ({ window_months: months, hysteresis_percent: percent }) => [
	...unless(Number.isInteger(months) && months >= 1 && months <= MAX_WINDOW_MONTHS, {
		field: 'window_months',
		reason: 'not_in_range',
		params: { min: 1, max: MAX_WINDOW_MONTHS },
	}),
	...unless(percent >= 0 && percent < 100, { field: 'hysteresis_percent', reason: 'not_a_percentage' }),
];

const checkFilters: Check = (model) =>
	(['customer_filter', 'order_filter'] as const).flatMap((field) => {
		const filter: unknown = model[field];
		if (filter === null) return [];
		if (typeof filter !== 'object' || Array.isArray(filter)) return [{ field, reason: 'not_a_filter' }];
		const isEmpty = Object.keys(filter as object).length === 0;
		return unless(!isEmpty, { field, reason: 'empty_condition' });
	});

const checkClasses: Check = ({ classes }) => {
	const codes = classes.map((item) => item?.code);
	return [
		...unless(classes.length >= 2, { field: 'classes', reason: 'too_few_classes' }),
		...unless(classes.length <= MAX_CLASSES, { field: 'classes', reason: 'too_many_classes', params: { max: MAX_CLASSES } }),
		...classes.flatMap((item, index) => checkClass(item, `classes.${index}`)),
		...codes.flatMap((code, index) =>
			unless(codes.indexOf(code) === index, { field: `classes.${index}.code`, reason: 'repeated', params: { value: String(code) } }),
		),
	];
};

function checkClass(item: ClassSpec, field: string): AbcProblem[] {
	const { code, label, color, touch, contact_every_days: days } = item ?? {};
	const isCode = typeof code === 'string' && CODE.test(code);
	return [
		...unless(isCode, { field: `${field}.code`, reason: 'not_a_code' }),
		...unless(isMissing(label) || typeof label === 'string', { field: `${field}.label`, reason: 'not_text' }),
		...unless(isMissing(color) || typeof color === 'string', { field: `${field}.color`, reason: 'not_text' }),
		...(touch ? unlessOneOf(TOUCHES, touch, `${field}.touch`) : []),
		...unless(isMissing(days) || (isDecimal(days) && Number.isInteger(Number(days)) && Number(days) >= 1), {
			field: `${field}.contact_every_days`,
			reason: 'not_days',
		}),
	];
}

/** Values fall and shares rise from the best class to the last but one. */
const checkBounds: Check = ({ classes, method }) => {
	const fieldOf = (index: number) => `classes.${index}.bound`;
	return classes.flatMap((item, index) => {
		const bound = item?.bound;
		if (index === classes.length - 1) {
			return unless(isMissing(bound), { field: fieldOf(index), reason: 'bound_of_last' });
		}
		if (!isDecimal(bound)) return [{ field: fieldOf(index), reason: 'not_a_number' }];
		const range = checkRange(Number(bound), method, fieldOf(index));
		if (range.length > 0 || index === 0) return range;
		return checkOrder(Number(bound), Number(classes[index - 1]?.bound), { method, field: fieldOf(index) });
	});
};

function checkRange(bound: number, method: string, field: string): AbcProblem[] {
	if (method === 'thresholds') return unless(bound > 0 && bound <= 1e13, { field, reason: 'not_a_value' });
	return unless(bound > 0 && bound <= 1, { field, reason: 'not_a_share' });
}

function checkOrder(
	bound: number,
	better: number,
	{ method, field }: { method: string; field: string },
): AbcProblem[] {
	if (method === 'thresholds') return unless(bound < better, { field, reason: 'bound_not_below' });
	return unless(bound > better, { field, reason: 'bound_not_above' });
}

const checkMatrix: Check = ({ classes, potential_matrix: matrix }) => {
	if (!Array.isArray(matrix)) return [{ field: 'potential_matrix', reason: 'not_a_list' }];
	const codes = classes.map((item) => item?.code);
	const pairs = matrix.map((cell) => `${cell?.class}/${cell?.potential}`);
	return matrix.flatMap((cell, index) => {
		const field = `potential_matrix.${index}`;
		return [
			...unless(codes.includes(cell?.class), unknownClass(`${field}.class`, cell?.class)),
			...unless(codes.includes(cell?.result), unknownClass(`${field}.result`, cell?.result)),
			...unlessOneOf(POTENTIALS, cell?.potential, `${field}.potential`),
			...unless(pairs.indexOf(pairs[index]!) === index, { field, reason: 'repeated', params: { value: pairs[index]! } }),
		];
	});
};

const checkRiskClass: Check = ({ classes, risk_class: code }) =>
	unless(code === null || classes.some((item) => item?.code === code), unknownClass('risk_class', code));

const checkSchedule: Check = ({ schedule }) => {
	if (schedule === null) return [];
	try {
		CronExpressionParser.parse(schedule);
		return unless(schedule.trim().split(/\s+/).length >= 5, { field: 'schedule', reason: 'schedule_parts' });
	} catch {
		return [{ field: 'schedule', reason: 'not_a_schedule' }];
	}
};

const CHECKS: Check[] = [
	checkEnums,
	checkNumbers,
	checkFilters,
	checkClasses,
	checkBounds,
	checkMatrix,
	checkRiskClass,
	checkSchedule,
	checkSwitch,
];

function checkSwitch({ is_primary: isPrimary, customer_filter: filter, enabled }: ScoringModel): AbcProblem[] {
	const takesEverybody = isPrimary && filter === null;
	return unless(enabled || !takesEverybody, { field: 'enabled', reason: 'primary_switched_off' });
}

const unless = (ok: boolean, problem: AbcProblem): AbcProblem[] => (ok ? [] : [problem]);

const unlessOneOf = (choices: readonly string[], value: unknown, field: string): AbcProblem[] =>
	unless(choices.includes(value as string), { field, reason: 'not_a_choice', params: { choices } });

const unknownClass = (field: string, code: unknown): AbcProblem => ({ field, reason: 'unknown_class', params: { code: String(code) } });

/** A number, or a number as people write it; `true`, `[5]` and `0x10` would pass `Number()`. */
function isDecimal(value: unknown): boolean {
	if (typeof value === 'number') return Number.isFinite(value);
	return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim());
}

function isMissing(value: unknown): boolean {
	return value === null || value === undefined || value === '';
}
