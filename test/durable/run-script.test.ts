import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/paths.ts';

/** A checkout whose packages are of another lock file: a command would install them. */
const checkout = mkdtempSync(join(tmpdir(), 'guanxi-checkout-'));
const packages = join(checkout, 'node_modules');

beforeAll(() => {
	mkdirSync(join(checkout, 'scripts'));
	mkdirSync(packages);
	copyFileSync(join(ROOT, 'scripts/run.mjs'), join(checkout, 'scripts/run.mjs'));
	writeFileSync(join(checkout, 'package-lock.json'), '{}');
	writeFileSync(join(packages, '.guanxi-stamp'), 'older');
});
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

it('a command does not take the packages away from under a server that runs', () => {
	writeFileSync(join(packages, `.guanxi-server-${process.pid}`), '');
	const { status, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', 'crm', 'audit'], { cwd: checkout, encoding: 'utf8' });
	expect(status).toBe(1);
	expect(stderr).toContain(`a server runs from it (process ${process.pid}). Stop it first`);
	expect(stderr).not.toContain('Installing packages');
});
