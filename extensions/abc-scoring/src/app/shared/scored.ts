/** What changes on the page when a run has finished. */
export const SCORES = 'scores';
