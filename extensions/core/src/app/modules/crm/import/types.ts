/** What the import endpoints answer, as far as the page shows it. */
export interface ImportPreview {
	headers: string[];
	mapping: Partial<Record<string, string>>;
	/** Why the file cannot start; empty = it can. */
	refusals: { code: string; message: string; target?: string }[];
	rows: PreviewRow[];
	encoding: string;
	delimiter: string;
	/** Of rows that name none. */
	currency: string;
	targets: { name: string; required: boolean }[];
}

export interface PreviewRow {
	line: number;
	cells: string[];
	values: Record<string, unknown> | null;
	problems: RowProblem[];
}

export interface RowProblem {
	line: number;
	column: string;
	reason: string;
}

export type ImportState = 'queued' | 'running' | 'done' | 'refused' | 'failed' | 'interrupted';

export interface ImportView {
	id: string;
	state: ImportState;
	filename: string | null;
	dry_run: boolean;
	/** 0–1, null while the length is unknown. */
	progress: number | null;
	/** Counts are there once the import has begun. */
	read?: number;
	created?: number;
	updated?: number;
	skipped?: number;
	rejected?: number;
	customers_created?: number;
	reject_file?: string | null;
	duration_ms?: number;
	problems?: RowProblem[];
	notes?: string[];
	error?: string | null;
	advice?: string | null;
	created_at: string;
}

const ENDED: ImportState[] = ['done', 'refused', 'failed', 'interrupted'];

export function hasEnded({ state }: ImportView): boolean {
	return ENDED.includes(state);
}
