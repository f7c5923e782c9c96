import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Reporter, TestModule, Vitest } from 'vitest/node';

/** The JSON report leaves out what hooks take, and with them the start of every server: this one writes times beside it. */
export default class TimesReporter implements Reporter {
	#folder = '';

	onInit({ config }: Vitest): void {
		this.#folder = dirname((config.outputFile as { json: string }).json);
	}

	onTestRunEnd(modules: readonly TestModule[]): void {
		const times = modules.map((module) => ({ name: module.moduleId, seconds: module.diagnostic().duration / 1000 }));
		writeFileSync(join(this.#folder, 'times.json'), JSON.stringify(times));
	}
}
