import { CronExpressionParser } from 'cron-parser';
import { BASES, METHODS, POTENTIALS, TOUCHES, type ClassSpec, type ScoringModel } from './model.ts';

export interface ModelProblem {
	/** Path of the setting, such as `classes.1.bound`. */
	field: string;
	reason: string;
}

type Check = (model: ScoringModel) => ModelProblem[];

const CODE = /^[\p{L}\p{N}][\p{L}\p{N} _.+-]{0,30}$/u;
const KEY = /^[a-z0-9][a-z0-9_-]{0,62}$/i;
const MAX_CLASSES = 10;
const MAX_WINDOW_MONTHS = 1200;

/**
 * Everything wrong with a model's settings that can be seen without the database; empty = usable.
 * Surprise: `{}` as a filter is refused, because the person who saved it meant *some* condition.
 */
export function validateModel(model: ScoringModel): ModelProblem[] {
	if (!Array.isArray(model.classes)) return [{ field: 'classes', reason: 'must be a list' }];
	return CHECKS.flatMap((check) => check(model));
}

const checkEnums: Check = (model) => [
	...unless(KEY.test(model.key), 'key', 'must be a short name of letters, digits, - and _'),
	...unless(isOneOf(METHODS, model.method), 'method', `must be one of ${METHODS.join(', ')}`),
	...unless(isOneOf(BASES, model.basis), 'basis', `must be one of ${BASES.join(', ')}`),
];

const checkNumbers: Check = ({ window_months: months, hysteresis_percent: percent }) => [
	...unless(
		Number.isInteger(months) && months >= 1 && months <= MAX_WINDOW_MONTHS,
		'window_months',
		`must be a whole number from 1 to ${MAX_WINDOW_MONTHS}`,
	),
	...unless(percent >= 0 && percent < 100, 'hysteresis_percent', 'must be at least 0 and below 100'),
];

const checkFilters: Check = (model) =>
	(['customer_filter', 'order_filter'] as const).flatMap((field) => {
		const filter: unknown = model[field];
		if (filter === null) return [];
		if (typeof filter !== 'object' || Array.isArray(filter)) return [{ field, reason: 'must be a filter' }];
		const isEmpty = Object.keys(filter as object).length === 0;
		return unless(!isEmpty, field, 'must not be an empty filter; leave it out to take all');
	});

const checkClasses: Check = ({ classes }) => {
	const codes = classes.map((item) => item?.code);
	return [
		...unless(classes.length >= 2, 'classes', 'must have at least two classes'),
		...unless(classes.length <= MAX_CLASSES, 'classes', `must have at most ${MAX_CLASSES} classes`),
		...classes.flatMap((item, index) => checkClass(item, `classes.${index}`)),
		...codes.flatMap((code, index) =>
			unless(codes.indexOf(code) === index, `classes.${index}.code`, `repeats "${code}"`),
		),
	];
};

function checkClass(item: ClassSpec, field: string): ModelProblem[] {
	const { code, label, color, touch, contact_every_days: days } = item ?? {};
	const isCode = typeof code === 'string' && CODE.test(code);
	return [
		...unless(isCode, `${field}.code`, 'must be a short code of at most 31 characters'),
		...unless(isMissing(label) || typeof label === 'string', `${field}.label`, 'must be text'),
		...unless(isMissing(color) || typeof color === 'string', `${field}.color`, 'must be text'),
		...unless(!touch || isOneOf(TOUCHES, touch), `${field}.touch`, `must be one of ${TOUCHES.join(', ')}`),
		...unless(
			isMissing(days) || (isDecimal(days) && Number.isInteger(Number(days)) && Number(days) >= 1),
			`${field}.contact_every_days`,
			'must be a whole number of days, at least 1',
		),
	];
}

/** Values fall and shares rise from the best class to the last but one. */
const checkBounds: Check = ({ classes, method }) => {
	const fieldOf = (index: number) => `classes.${index}.bound`;
	return classes.flatMap((item, index) => {
		const bound = item?.bound;
		if (index === classes.length - 1) {
			return unless(isMissing(bound), fieldOf(index), 'must be empty: the last class takes the rest');
		}
		if (!isDecimal(bound)) return problem(fieldOf(index), 'must be a number');
		const range = checkRange(Number(bound), method, fieldOf(index));
		if (range.length > 0 || index === 0) return range;
		return checkOrder(Number(bound), Number(classes[index - 1]?.bound), { method, field: fieldOf(index) });
	});
};

function checkRange(bound: number, method: string, field: string): ModelProblem[] {
	if (method === 'thresholds') {
		return unless(bound > 0 && bound <= 1e13, field, 'must be above 0 (and at most 10 trillion)');
	}
	return unless(bound > 0 && bound <= 1, field, 'must be a share above 0 and at most 1');
}

function checkOrder(
	bound: number,
	better: number,
	{ method, field }: { method: string; field: string },
): ModelProblem[] {
	if (method === 'thresholds') return unless(bound < better, field, 'must be below the bound of the class before');
	return unless(bound > better, field, 'must be above the bound of the class before');
}

const checkMatrix: Check = ({ classes, potential_matrix: matrix }) => {
	if (!Array.isArray(matrix)) return problem('potential_matrix', 'must be a list');
	const codes = classes.map((item) => item?.code);
	const pairs = matrix.map((cell) => `${cell?.class}/${cell?.potential}`);
	return matrix.flatMap((cell, index) => {
		const field = `potential_matrix.${index}`;
		return [
			...unless(codes.includes(cell?.class), `${field}.class`, `names an unknown class "${cell?.class}"`),
			...unless(codes.includes(cell?.result), `${field}.result`, `names an unknown class "${cell?.result}"`),
			...unless(
				isOneOf(POTENTIALS, cell?.potential),
				`${field}.potential`,
				`must be one of ${POTENTIALS.join(', ')}`,
			),
			...unless(pairs.indexOf(pairs[index]!) === index, field, `repeats ${pairs[index]}`),
		];
	});
};

const checkRiskClass: Check = ({ classes, risk_class: code }) =>
	unless(
		code === null || classes.some((item) => item?.code === code),
		'risk_class',
		`names an unknown class "${code}"`,
	);

const checkSchedule: Check = ({ schedule }) => {
	if (schedule === null) return [];
	try {
		CronExpressionParser.parse(schedule);
		return unless(schedule.trim().split(/\s+/).length >= 5, 'schedule', 'must have five or six parts');
	} catch {
		return problem('schedule', 'is not a valid cron expression');
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

function checkSwitch({ is_primary: isPrimary, customer_filter: filter, enabled }: ScoringModel): ModelProblem[] {
	const takesEverybody = isPrimary && filter === null;
	return unless(enabled || !takesEverybody, 'enabled', 'must stay on for the primary model without a customer filter');
}

function unless(ok: boolean, field: string, reason: string): ModelProblem[] {
	return ok ? [] : problem(field, reason);
}

function problem(field: string, reason: string): ModelProblem[] {
	return [{ field, reason }];
}

/** A number, or a number as people write it; `true`, `[5]` and `0x10` would pass `Number()`. */
function isDecimal(value: unknown): boolean {
	if (typeof value === 'number') return Number.isFinite(value);
	return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim());
}

function isMissing(value: unknown): boolean {
	return value === null || value === undefined || value === '';
}

function isOneOf(list: readonly string[], value: unknown): boolean {
	return list.includes(value as string);
}
