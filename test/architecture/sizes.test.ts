import { describe, expect, it } from 'vitest';
import { sources } from './sources.ts';

const files = sources('extensions', 'schema', 'seeds', 'scripts', 'test');

/** Data tables: long, but nothing to understand. */
const TABLES = [/^schema\/(core|abc-scoring|loyalty|complaints)\//, /^seeds\/.*(names|catalogue)/, /messages\.ts$/, /\.test\.ts$/];

describe('sizes', () => {
	it('no file is longer than 250 lines', () => {
		const long = files
			.filter(({ path }) => !TABLES.some((table) => table.test(path)))
			.filter(({ lines }) => lines.length > 250)
			.map(({ path, lines }) => `${path}: ${lines.length} lines; would two ideas live better apart?`);
		expect(long).toEqual([]);
	});

	it('no Vue component is longer than 200 lines', () => {
		const long = files
			.filter(({ path, lines }) => path.endsWith('.vue') && lines.length > 200)
			.map(({ path, lines }) => `${path}: ${lines.length} lines; move logic to a composable`);
		expect(long).toEqual([]);
	});
});
