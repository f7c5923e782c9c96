import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { directusEnvironment } from '../../scripts/lib/environment.ts';
import { ROOT } from '../../scripts/lib/paths.ts';
import { VARIABLES } from '../../scripts/lib/variables.ts';
import { sources } from './sources.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Service {
	image?: string;
	environment?: Record<string, string>;
	profiles?: string[];
	depends_on?: Record<string, { condition: string }>;
	healthcheck?: { test: string[] };
	restart?: string;
	deploy?: { replicas: number };
}

const text = read('docker-compose.yml');
const compose = parse(text, { merge: true }) as { services: Record<string, Service>; volumes: object };
const table = new Map(
	read('.env.example')
		.split('\n')
		.filter((line) => /^[A-Z_]+=/.test(line))
		.map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);
const used = [...new Set([...text.matchAll(/(?<!\$)\$\{([A-Z_]+)/g)].map((match) => match[1]!))].sort();

describe('docker-compose.yml', () => {
	it('is a valid Compose file', () => {
		const schema = JSON.parse(read('test/support/compose-spec/compose-spec.json')) as Record<string, unknown>;
		delete schema['$schema']; // An address that the validator does not know; the draft is its default one.
		const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
		validate(compose);
		expect(validate.errors ?? []).toEqual([]);
		const broken = { ...compose, services: { ...compose.services, mail: { image: 1, port: [] } } };
		expect(validate(broken)).toBe(false); // The schema does refuse something.
	});

	it('every variable has one line in .env.example, and every line is used', () => {
		expect([...table.keys()].sort()).toEqual(used);
	});

	it('every image comes from the table; Directus is the version of package.json, PostgreSQL is 16', () => {
		const images = Object.values(compose.services).map(({ image }) => image);
		expect(images.filter((image) => image !== 'guanxi:local' && !/^\$\{[A-Z]+_IMAGE\}$/.test(image ?? ''))).toEqual([]);
		const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
		expect(table.get('DIRECTUS_IMAGE')).toBe(`directus/directus:${dependencies['directus']}`);
		expect(table.get('POSTGRES_IMAGE')).toMatch(/^postgres:16(-|$)/);
		for (const name of ['DIRECTUS_IMAGE', 'NODE_IMAGE']) expect(read('Dockerfile')).toContain(`ARG ${name}=${table.get(name)}`);
	});

	it('secrets have no default: without them nothing starts; whatever else is empty may be', () => {
		const named = (pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map((match) => match[1]!))].sort();
		const optional = named(/\$\{([A-Z_]+):-\}/g);
		const empty = [...table].filter(([, value]) => value === '').map(([name]) => name).sort();
		expect(named(/\$\{([A-Z_]+):\?/g)).toEqual(empty.filter((name) => !optional.includes(name)));
		expect(empty).toEqual(expect.arrayContaining(optional));
	});

	it('whatever our variables can set can be set here too', () => {
		const elsewhere: Record<string, string> = {
			PORT: 'the port outside; inside it is that of the image',
			ADMIN_TOKEN: 'one that is empty would be a token as well; make tokens in the Studio',
			DB_CONNECTION_STRING: 'DB_HOST and its like name the database',
			CRM_DATA_DIR: 'volumes keep what it keeps; read by npm commands, which are not in the image',
		};
		const { installer, directus } = compose.services;
		const given = { ...directus?.environment, ...installer?.environment };
		expect(VARIABLES.map(({ name }) => name).filter((name) => !(name in given))).toEqual(Object.keys(elsewhere));
	});

	it('who is waited for says when it is ready', () => {
		const { services } = compose;
		for (const { depends_on: waits = {} } of Object.values(services)) {
			for (const [name, { condition }] of Object.entries(waits)) {
				if (condition === 'service_healthy') expect(services[name]?.healthcheck?.test, name).toBeDefined();
				else expect([name, condition, services[name]?.restart]).toEqual(['installer', 'service_completed_successfully', 'no']);
			}
		}
		const running = Object.entries(services).filter(([name]) => !['installer', 'mail'].includes(name));
		expect(running.filter(([, { healthcheck }]) => !healthcheck).map(([name]) => name)).toEqual([]);
	});

	it('every variable of the servers is ours or one of Directus', () => {
		const known = [...directusVariables(), ...VARIABLES.map(({ name }) => name), 'TZ'];
		const given = Object.values(compose.services)
			.filter(({ image }) => image === 'guanxi:local')
			.flatMap(({ environment }) => Object.keys(environment ?? {}));
		expect(given).toContain('SYNCHRONIZATION_STORE');
		expect([...new Set(given)].filter((name) => !known.some((pattern) => new RegExp(`^${pattern}$`).test(name)))).toEqual([]);
	});

	it('one process installs before any server starts; replicas are two and need their profile', () => {
		const { installer, directus, replica } = compose.services;
		expect(installer?.deploy).toBeUndefined();
		expect(installer?.depends_on).toEqual({ database: { condition: 'service_healthy' }, cache: { condition: 'service_healthy' } });
		for (const server of [directus, replica]) {
			expect(server?.depends_on?.['installer']).toEqual({ condition: 'service_completed_successfully' });
			expect(server?.environment).toMatchObject({ SYNCHRONIZATION_STORE: 'redis', REDIS: 'redis://cache:6379' });
		}
		expect(directus?.profiles).toBeUndefined();
		expect(replica).toMatchObject({ profiles: ['cluster'], deploy: { replicas: 2 } });
	});
});

describe('the table of variables', () => {
	it('has every CRM_ variable of the code, and the code reads every one', () => {
		const inCode = sources('extensions', 'scripts')
			.filter(({ path }) => !/\.test\.ts$|lib\/variables\.ts$/.test(path))
			.flatMap(({ text: code }) => [...code.matchAll(/\bCRM_[A-Z_]+\b/g)].map(([name]) => name));
		const internal = ['CRM_CALLER_DIR']; // Passed from our command to Directus' own.
		const ours = VARIABLES.map(({ name }) => name).filter((name) => name.startsWith('CRM_'));
		expect([...new Set(inCode)].filter((name) => !internal.includes(name)).sort()).toEqual(ours.sort());
	});

	it('tells the defaults that the commands use', () => {
		const env = directusEnvironment({ CRM_DATA_DIR: join(ROOT, '.cache', 'environment-test') });
		const plain = VARIABLES.filter(({ default: value }) => value && /^[\w@.]+$/.test(value) && value !== 'ADMIN_EMAIL');
		expect(plain.length).toBeGreaterThan(4);
		for (const { name, default: value } of plain) expect([name, env[name]]).toEqual([name, value]);
	});

	it.each(['docs/guides/admin.md', 'docs/guides/zh-CN/admin.md'])('%s explains every one of ours', (path) => {
		const guide = read(path);
		const missing = VARIABLES.filter(({ name }) => name.startsWith('CRM_') && !guide.includes(`\`${name}\``));
		expect(missing.map(({ name }) => name)).toEqual([]);
	});
});

/** Directus keeps the list to itself, for reading variables from files; some entries are patterns. */
function directusVariables(): string[] {
	const file = createRequire(createRequire(import.meta.url).resolve('@directus/api')).resolve('@directus/env');
	const code = readFileSync(file, 'utf8');
	const list = code.slice(code.indexOf('const DIRECTUS_VARIABLES = ['), code.indexOf('const DIRECTUS_VARIABLES_REGEX'));
	const defaults = [...code.matchAll(/^\t([A-Z][A-Z_]+):/gm)].map((match) => match[1]!);
	return [...[...list.matchAll(/"([^"]+)"/g)].map((match) => match[1]!), ...defaults];
}
