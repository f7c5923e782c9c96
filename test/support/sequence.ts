import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Here files start servers, command lines and browsers. */
const SERVED = /\/test\/(browser|compat|durable|integration)\//;

/**
 * What is served comes first. A fresh clone knows no times and goes by the size of files, which says little: a short one
 * may start ten servers, and as the last one it would keep everybody waiting.
 */
export default class ServedFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		const isServed = ({ moduleId }: TestSpecification): boolean => SERVED.test(moduleId);
		return [...sorted.filter(isServed), ...sorted.filter((file) => !isServed(file))];
	}
}
