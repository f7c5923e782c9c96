import { shiftOf } from './now.ts';
import { compareValues, kindOf, type Value } from './values.ts';

/** What a comparison compares with: read once, except what depends on the time of the event. */
type Operand = (at: Date) => Value[];
/** `stored` is null for an empty field. */
export type Comparison = (stored: Value | null, at: Date) => boolean;

export type Unfit = 'unknown_operator' | 'unfit_value';

/** As in SQL, a comparison with an empty field does not hold, also one that denies; only `_null` and `_empty` find it. */
export function comparisonOf(type: string, operator: string, operand: unknown): Comparison | Unfit {
	const empty = emptiness(operator, operand);
	if (empty) return empty;
	const kind = kindOf(type);
	if (!kind) return 'unknown_operator';
	const read = (given: unknown): Value | undefined => kind.read(given);
	const list = valuesOf(operator, operand);
	const operands = list && operandsOf(list, read);
	if (!operands) return 'unfit_value';
	const test = testOf(operator, kind.isText ?? false, kind.isOrdered ?? false);
	if (!test) return 'unknown_operator';
	return (stored, at) => stored !== null && test(stored, operands(at));
}

/** `_eq: null` asks what `_null` asks. */
function emptiness(operator: string, operand: unknown): Comparison | null {
	const asks = (name: string, other: string): boolean => (operator === name && operand !== false) || (operator === other && operand === false);
	if (asks('_null', '_nnull') || (operator === '_eq' && operand === null)) return (stored) => stored === null;
	if (asks('_nnull', '_null') || (operator === '_neq' && operand === null)) return (stored) => stored !== null;
	if (asks('_empty', '_nempty')) return (stored) => stored === null || stored === '';
	if (asks('_nempty', '_empty')) return (stored) => stored !== null && stored !== '';
	return null;
}

const LISTS = ['_in', '_nin', '_between', '_nbetween'];

function valuesOf(operator: string, operand: unknown): unknown[] | null {
	if (!LISTS.includes(operator)) return Array.isArray(operand) || operand === null || operand === undefined ? null : [operand];
	const list: unknown = typeof operand === 'string' ? operand.split(',') : operand;
	if (!Array.isArray(list) || list.length === 0 || list.some((item) => item === null || item === undefined)) return null;
	return operator.endsWith('between') && list.length !== 2 ? null : list;
}

function operandsOf(list: unknown[], read: (given: unknown) => Value | undefined): Operand | null {
	const readers = list.map((given): Operand | null => {
		const shift = typeof given === 'string' ? shiftOf(given) : null;
		if (shift) return (at) => [read(shift(at))!];
		const value = read(given);
		return value === undefined ? null : () => [value];
	});
	if (readers.includes(null)) return null;
	const fixed = list.some((given) => typeof given === 'string' && given.startsWith('$')) ? null : readers.flatMap((reader) => reader!(new Date(0)));
	return fixed ? () => fixed : (at) => readers.flatMap((reader) => reader!(at));
}

type Test = (stored: Value, operands: Value[]) => boolean;

const equals: Test = (stored, [other]) => compareValues(stored, other!) === 0;
const isListed: Test = (stored, list) => list.some((item) => compareValues(stored, item) === 0);
const isBetween: Test = (stored, [from, to]) => compareValues(stored, from!) >= 0 && compareValues(stored, to!) <= 0;
const not =
	(test: Test): Test =>
	(stored, operands) =>
		!test(stored, operands);

const TESTS: Record<string, Test> = { _eq: equals, _neq: not(equals), _in: isListed, _nin: not(isListed) };

const ORDERED: Record<string, Test> = {
	_gt: (stored, [other]) => compareValues(stored, other!) > 0,
	_gte: (stored, [other]) => compareValues(stored, other!) >= 0,
	_lt: (stored, [other]) => compareValues(stored, other!) < 0,
	_lte: (stored, [other]) => compareValues(stored, other!) <= 0,
	_between: isBetween,
	_nbetween: not(isBetween),
};

const PARTS: Record<string, (stored: string, part: string) => boolean> = {
	contains: (stored, part) => stored.includes(part),
	starts_with: (stored, part) => stored.startsWith(part),
	ends_with: (stored, part) => stored.endsWith(part),
};

function testOf(operator: string, isText: boolean, isOrdered: boolean): Test | null {
	const [, denied, anyCase, part] = (isText && /^_(n)?(i)?(contains|starts_with|ends_with)$/.exec(operator)) || [];
	if (!part) return TESTS[operator] ?? (isOrdered ? ORDERED[operator] : undefined) ?? null;
	const folded = (value: Value): string => (anyCase ? String(value).toLowerCase() : String(value));
	const test: Test = (stored, [other]) => PARTS[part]!(folded(stored), folded(other!));
	return denied ? not(test) : test;
}
