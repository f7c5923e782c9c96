import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import ServedFirst from './test/support/sequence.ts';

/** Each file has its own process: Directus keeps its database and extensions in module state. */
export default defineConfig({
	plugins: [vue()],
	test: {
		pool: 'forks',
		// One more than .ci/run has cores: a file often waits for a process to start, for a disk or for a tick.
		maxWorkers: 3,
		sequence: { sequencer: ServedFirst },
		globalSetup: ['test/support/global-setup.ts'],
		include: ['{extensions,schema,seeds,scripts,test,client}/**/*.test.ts'],
		exclude: ['**/node_modules/**', '**/dist/**', '.cache/**'],
		testTimeout: 180_000,
		hookTimeout: 180_000,
		env: { TZ: 'UTC' },
	},
});
