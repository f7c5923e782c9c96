import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import type { RejectSink } from '../../application/import/import-store.ts';
import { rejectHeader, rejectLine } from '../../domain/import/reject-csv.ts';

/** Writes refused rows to a CSV file, which comes into being with the first of them. */
export function createRejectFile(path: string): RejectSink {
	let headers: string[] = [];
	let file: WriteStream | undefined;
	let failure: Error | undefined;
	return {
		open(names) {
			headers = names;
		},
		async write(cells, problem) {
			if (!file) {
				file = createWriteStream(path, { mode: 0o600 });
				file.on('error', (error) => (failure = error));
				file.write(rejectHeader(headers));
			}
			if (failure) throw failure;
			if (!file.write(rejectLine(headers, cells, problem))) await once(file, 'drain');
		},
		async close() {
			if (!file) return null;
			file.end();
			if (!file.closed) await once(file, 'close');
			if (failure) throw failure;
			return path;
		},
	};
}
