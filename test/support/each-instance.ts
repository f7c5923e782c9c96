import { describe } from 'vitest';
import { whyNoMariaDb } from './mariadb-server.ts';
import { whyNoPostgres } from './postgres-cluster.ts';
import type { Template } from './templates.ts';

type Kind = 'bare' | 'reference';

interface Options {
	/** Takes minutes on each database: where `GUANXI_TEST_SHORT` is set, it runs on SQLite only. */
	isLong?: boolean;
}

/** Runs the same tests against a served Directus on every database of this machine; what is left out says why. */
export function eachInstance(
	title: string,
	tests: (templates: Record<Kind, Template>, database: string) => void,
	{ isLong = false }: Options = {},
): void {
	const short = isLong && process.env['GUANXI_TEST_SHORT'] ? 'GUANXI_TEST_SHORT is set' : null;
	describe(`${title} on SQLite`, () => tests({ bare: 'bare', reference: 'reference' }, 'SQLite'));
	unless(short ?? whyNoPostgres(), `${title} on PostgreSQL`, () =>
		tests({ bare: 'pg-bare', reference: 'pg-reference' }, 'PostgreSQL'),
	);
	unless(short ?? whyNoMariaDb(), `${title} on MariaDB`, () =>
		tests({ bare: 'maria-bare', reference: 'maria-reference' }, 'MariaDB'),
	);
}

function unless(reason: string | null, title: string, tests: () => void): void {
	if (reason) describe.skip(`${title} (skipped: ${reason})`, tests);
	else describe(title, tests);
}
