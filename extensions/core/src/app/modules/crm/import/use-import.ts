import { useApi } from '@directus/extensions-sdk';
import { onScopeDispose, ref, shallowRef, type Ref } from 'vue';
import { describeFailure } from '../../../shared/failure.ts';
import { useCommand } from '../../../shared/use-command.ts';
import type { Locale } from '../../../shared/words.ts';
import { hasEnded, type ImportView } from './types.ts';
import { importParams, type WantedMapping } from './use-preview.ts';

const POLL_MS = 800;
/** A lost connection is not a lost import: the server goes on, so asking goes on. */
const PATIENCE = 20;

/** Sends a file and follows the import until it ends. */
export function useImport(locale: Ref<Locale>) {
	const api = useApi();
	const command = useCommand<ImportView>(() => '/crm/system/imports');
	const view = shallowRef<ImportView | null>(null);
	const uploaded = ref<number | null>(null);
	const failure = ref<string | null>(null);
	let timer: ReturnType<typeof setTimeout> | undefined;
	let upload: AbortController | null = null;
	let misses = 0;

	async function start(file: File, wanted: WantedMapping, dryRun: boolean): Promise<void> {
		reset();
		uploaded.value = 0;
		const own = (upload = new AbortController());
		const answer = await command.send(file, {
			params: { ...importParams(wanted, locale.value), dry_run: dryRun, filename: file.name },
			headers: { 'Content-Type': 'text/csv' },
			signal: own.signal,
			onUploadProgress: ({ loaded }) => (uploaded.value = Math.min(1, loaded / Math.max(1, file.size))),
		});
		if (own.signal.aborted) return;
		uploaded.value = null;
		view.value = answer;
		failure.value = command.failure.value?.reason ?? null;
		follow();
	}

	function open(id: string): void {
		reset();
		view.value = null;
		void ask(id);
	}

	function follow(): void {
		if (view.value && !hasEnded(view.value)) timer = setTimeout(() => void ask(view.value!.id), POLL_MS);
	}

	async function ask(id: string): Promise<void> {
		try {
			const { data } = await api.get(`/crm/system/imports/${id}`);
			view.value = data.data as ImportView;
			misses = 0;
			follow();
		} catch (error) {
			misses += 1;
			if (misses > PATIENCE || !view.value) failure.value = describeFailure(error).reason;
			else timer = setTimeout(() => void ask(id), POLL_MS * misses);
		}
	}

	function reset(): void {
		clearTimeout(timer);
		upload?.abort();
		view.value = null;
		uploaded.value = null;
		failure.value = null;
		misses = 0;
	}

	/** Through the API and not by a plain link, which carries no token where the Studio does not use cookies. */
	async function downloadRejects({ id, filename }: ImportView): Promise<void> {
		const { data } = await api.get(`/crm/system/imports/${id}/rejects`, { responseType: 'blob' });
		const link = document.createElement('a');
		link.href = URL.createObjectURL(data as Blob);
		link.download = `rejected-${filename || `${id}.csv`}`;
		link.click();
		URL.revokeObjectURL(link.href);
	}

	onScopeDispose(reset);
	return { view, uploaded, failure, start, open, reset, downloadRejects };
}
