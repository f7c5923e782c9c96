// The only file that must run on Node 20: finds or fetches Node 22, installs packages, then hands over to scripts/main.ts.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_VERSION = '22.23.3';
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, '.cache');
const packages = join(root, 'node_modules');
/** Begins the name of a file that a running server keeps among its packages; the rest is its process. */
const RUNNING = '.guanxi-server-';

await main();

async function main() {
	const node = await findNode();
	const environment = nodeEnvironment(node);
	await installPackages(node, environment);
	if (process.argv[2] === 'start') noteServer();
	const script = join(root, 'scripts', 'main.ts');
	const options = ['--disable-warning=ExperimentalWarning', script, ...process.argv.slice(2)];
	const child = spawn(node, options, { stdio: 'inherit', env: environment });
	for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
	child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
}

/** Node 22 or newer: this one, or the one of the npm registry in the project's cache. */
async function findNode() {
	if (runsTypeScript(process.versions.node)) return process.execPath;
	const folder = join(cache, 'node');
	const platform = { win32: 'win' }[process.platform] ?? process.platform;
	const packageName = `node-${platform}-${process.arch}`;
	const home = join(folder, 'node_modules', packageName);
	const binary = join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	if (versionOf(binary) === `v${NODE_VERSION}`) return binary;
	say(`Node ${process.versions.node} found, 22.18 or newer is needed: fetching Node ${NODE_VERSION} into .cache`);
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
	const install = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
	await npm(process.execPath, [...install, `${packageName}@${NODE_VERSION}`], folder, process.env);
	if (versionOf(binary) === `v${NODE_VERSION}`) return binary;
	fail(`Node ${NODE_VERSION} could not be fetched. Install Node 22 yourself and run the command again.`);
}

/** Node reads TypeScript by itself from 22.18 and 23.6 on. */
function runsTypeScript(version) {
	const [major, minor] = version.split('.').map(Number);
	return major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

function versionOf(binary) {
	if (!existsSync(binary)) return null;
	return spawnSync(binary, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? null;
}

/** Native packages must be compiled against the headers of the Node that will load them. */
function nodeEnvironment(node) {
	const home = dirname(dirname(node));
	const headers = existsSync(join(home, 'include', 'node', 'node.h'));
	return {
		...process.env,
		PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
		TZ: 'UTC',
		...(headers ? { npm_config_nodedir: home } : {}),
	};
}

async function installPackages(node, environment) {
	const stamp = join(packages, '.guanxi-stamp');
	const abi = spawnSync(node, ['-p', 'process.versions.modules'], { encoding: 'utf8' }).stdout.trim();
	const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
	const wanted = `${abi} ${lock}\n`;
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
	refuseUnderServer();
	say('Installing packages (a few minutes the first time: two native modules are compiled)');
	await npm(node, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], root, environment);
	writeFileSync(stamp, wanted);
}

/** Installing takes all packages away first: a server that runs from this folder would fail at the next file it opens. */
function refuseUnderServer() {
	const pid = filesOf(packages).filter((name) => name.startsWith(RUNNING)).map((name) => name.slice(RUNNING.length)).find(isAlive);
	if (pid === undefined) return;
	fail(`The packages of this folder have changed, and a server runs from it (process ${pid}). Stop it first, then run the command again. ` +
		`If that process is no server, delete ${join(packages, RUNNING + pid)}.`);
}

function noteServer() {
	const file = join(packages, `${RUNNING}${process.pid}`);
	writeFileSync(file, '');
	process.on('exit', () => rmSync(file, { force: true }));
}

function filesOf(folder) {
	return existsSync(folder) ? readdirSync(folder) : [];
}

function isAlive(pid) {
	try {
		process.kill(Number(pid), 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

async function npm(node, args, folder, environment) {
	const script = process.env.npm_execpath;
	const [command, prefix] = script ? [node, [script]] : ['npm', []];
	const child = spawn(command, [...prefix, ...args], {
		cwd: folder,
		env: environment,
		stdio: ['ignore', 'pipe', 'pipe'],
		shell: process.platform === 'win32' && !script,
	});
	const output = [];
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => output.push(part));
	const started = Date.now();
	const seconds = () => Math.round((Date.now() - started) / 1000);
	const ticker = setInterval(() => say(`  … ${seconds()} s`), 20_000);
	const code = await new Promise((resolve) => {
		child.on('error', (error) => resolve(output.push(error.message)));
		child.on('exit', resolve);
	});
	clearInterval(ticker);
	if (code === 0) return say(`  done in ${seconds()} s`);
	const reason = output.join('').trim().split('\n').slice(-15).join('\n');
	const cure = 'Check the connection to the npm registry and that python3, make and g++ are installed.';
	fail(`npm ${args[0]} failed. ${cure}\n${reason}`);
}

function say(text) {
	process.stderr.write(`${text}\n`);
}

function fail(text) {
	say(text);
	if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ error: text.split('\n')[0] })}\n`);
	process.exit(1);
}
