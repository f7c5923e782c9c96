import { SingleBar, Presets } from 'cli-progress';
import type { ImportProgress } from '../../application/import/import-orders.ts';

export interface ProgressDisplay {
	show: (progress: ImportProgress) => void;
	stop: () => void;
}

const LINE_EVERY_MS = 3000;

/**
 * A bar on a terminal, else a line every few seconds, always on stderr: stdout is for the result.
 */
export function showProgress(
	totalBytes: number,
	stream: NodeJS.WriteStream = process.stderr,
): ProgressDisplay {
	return stream.isTTY ? bar(totalBytes, stream) : lines(totalBytes, stream);
}

function bar(totalBytes: number, stream: NodeJS.WriteStream): ProgressDisplay {
	const format = 'Importing {bar} {percentage}% | {rows} rows | {eta_formatted} left';
	const display = new SingleBar({ format, stream, hideCursor: true, clearOnComplete: true }, Presets.shades_classic);
	display.start(totalBytes, 0, { rows: 0 });
	return {
		show: ({ bytes, read }) => display.update(bytes, { rows: read.toLocaleString('en-US') }),
		stop: () => display.stop(),
	};
}

function lines(totalBytes: number, stream: NodeJS.WriteStream): ProgressDisplay {
	let shownAt = Date.now();
	return {
		show({ bytes, read }) {
			if (Date.now() - shownAt < LINE_EVERY_MS) return;
			shownAt = Date.now();
			const percent = totalBytes ? Math.floor((bytes / totalBytes) * 100) : 100;
			stream.write(`Importing: ${percent} %, ${read.toLocaleString('en-US')} rows\n`);
		},
		stop: () => undefined,
	};
}
