import type { Action } from '../../schema/roles/model.ts';
import { COLLECTIONS, OPERATIONS, type Cell } from './rights-table.ts';
import { STAFF, type Who } from './world.ts';

/** Columns of the tables in the guide; callers without a token get nothing but the API's description. */
const SHOWN: Record<(typeof STAFF)[number], string> = {
	representative: 'Representative',
	service: 'Service agent',
	manager: 'Manager',
	integrator: 'Integrator',
	admin: 'CRM administrator',
};
const LETTERS: Record<Action, string> = { create: 'C', read: 'R', update: 'U', delete: 'D' };
const WHO = Object.keys(SHOWN) as (typeof STAFF)[number][];

/** The table of rights as Markdown, for docs/guides/roles.md. */
export function renderRights(): string {
	const collections = Object.entries(COLLECTIONS).map(([name, cells]) =>
		line([`\`${name}\``, ...WHO.map((who) => lettersOf(cells, who))]),
	);
	const operations = Object.entries(OPERATIONS).map(([name, cells]) =>
		line([`\`${name}\``, ...WHO.map((who) => word(cells[who])), word(cells.directus)]),
	);
	return [
		...head(['Collection', ...WHO.map((who) => SHOWN[who])]),
		...collections,
		'',
		...head(['Operation', ...WHO.map((who) => SHOWN[who]), 'Directus administrator']),
		...operations,
	].join('\n');
}

/** `C R U(own)`: letters of what is allowed, with the rows in brackets where not all. */
function lettersOf(cells: Record<Action, Record<Who, Cell>>, who: Who): string {
	const letters = (Object.keys(LETTERS) as Action[]).flatMap((action) => {
		const cell = cells[action][who];
		if (cell === '-') return [];
		return [`${LETTERS[action]}${cell === 'own' || cell === 'run' ? ` (${cell})` : ''}`];
	});
	return letters.join(' ') || '–';
}

const word = (cell: Cell): string => (cell === '-' ? '–' : cell === 'all' ? 'yes' : cell);
const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
const head = (cells: string[]): string[] => [line(cells), line(cells.map(() => '---'))];
