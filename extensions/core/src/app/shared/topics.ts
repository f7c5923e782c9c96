import { onScopeDispose } from 'vue';

/** Through the window, because every bundle has its own copy of this file. */
const nameOf = (topic: string): string => `crm-changed:${topic}`;

/** Tells everything on the page that something changed, such as `scores` after a run. */
export function announceChange(topic: string): void {
	window.dispatchEvent(new Event(nameOf(topic)));
}

/** Does `work` whenever `topic` changed on this page, so that all panels of a dashboard tell of the same state. */
export function onChanged(topic: string, work: () => unknown): void {
	const listen = (): void => void work();
	window.addEventListener(nameOf(topic), listen);
	onScopeDispose(() => window.removeEventListener(nameOf(topic), listen));
}
