import type { Directive } from 'vue';

/**
 * Names the text box inside one of the Studio's own inputs, which pass no label through: `v-named="t('time')"` on
 * the element around it.
 */
export const vNamed: Directive<HTMLElement, string> = {
	mounted: (element, { value }) => name(element, value),
	updated: (element, { value }) => name(element, value),
};

function name(element: HTMLElement, label: string): void {
	element.querySelector('input')?.setAttribute('aria-label', label);
}
