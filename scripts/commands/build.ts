import { buildBundles } from '../lib/build.ts';

export async function run(): Promise<number> {
	await buildBundles();
	return 0;
}
