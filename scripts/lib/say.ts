/** Terminal output of the npm commands. Progress goes to stderr, so that stdout stays machine-readable. */
export function say(text: string): void {
	process.stderr.write(`${text}\n`);
}

export function fail(text: string): void {
	process.stderr.write(`\n✖ ${text}\n`);
}

/** Names a step, ticks while it runs, says how long it took. A failure says which step it was. */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
	const started = performance.now();
	const seconds = (): string => ((performance.now() - started) / 1000).toFixed(1);
	say(`▸ ${title}`);
	const ticker = setInterval(() => say(`  … ${seconds()} s`), 10_000);
	try {
		const result = await work();
		if (performance.now() - started > 2000) say(`  done in ${seconds()} s`);
		return result;
	} catch (error) {
		throw new Error(`${title} failed: ${error instanceof Error ? error.message : String(error)}`);
	} finally {
		clearInterval(ticker);
	}
}
