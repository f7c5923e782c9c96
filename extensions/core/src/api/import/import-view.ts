import type { z } from 'zod';
import type { ImportAnswer } from './import-answers.ts';
import type { ImportEntry } from './import-log.ts';
import { KEEP_REJECTS_MS } from './reject-table.ts';

const ADVICE: Partial<Record<ImportEntry['state'], { en: string; zh: string }>> = {
	interrupted: {
		en: 'The server stopped during this import. Import the same file again: rows that are stored are skipped.',
		zh: '导入过程中服务器已停止。请重新导入同一文件：已保存的行会自动跳过。',
	},
	failed: {
		en: 'Import the same file again when the cause is mended: rows that are stored are skipped.',
		zh: '排除故障后请重新导入同一文件：已保存的行会自动跳过。',
	},
};

/** What the API tells about an import: state, progress and, when it is over, the result. */
export function importView(entry: ImportEntry): z.output<typeof ImportAnswer> {
	const { result } = entry;
	// The refused rows themselves go after a week.
	const rejectFile = Date.now() - entry.createdAt.getTime() < KEEP_REJECTS_MS ? entry.rejectFile : null;
	return {
		id: entry.id,
		state: entry.state,
		source: entry.source,
		filename: entry.filename,
		dry_run: entry.dryRun,
		progress: progressOf(entry),
		bytes: entry.bytes,
		total_bytes: entry.totalBytes,
		...entry.counts,
		...(result && { ...result, reject_file: rejectFile }),
		result: result && { ...result, reject_file: rejectFile },
		error: entry.error,
		advice: ADVICE[entry.state]?.[entry.language === 'zh' ? 'zh' : 'en'] ?? null,
		created_at: entry.createdAt.toISOString(),
		finished_at: entry.finishedAt?.toISOString() ?? null,
	};
}

/** Share of the bytes read, 0 to 1; null while the size is unknown. */
function progressOf({ state, bytes, totalBytes }: ImportEntry): number | null {
	if (state === 'done') return 1;
	return totalBytes ? Math.min(1, bytes / totalBytes) : null;
}
