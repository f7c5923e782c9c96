import type { Label } from '../model.ts';

/** The roles that are installed; what each does all day is told in docs/guides/roles.md. */
export const ROLE_IDS = ['admin', 'manager', 'representative', 'service', 'integrator'] as const;
export type RoleId = (typeof ROLE_IDS)[number];

/**
 * `granular` has row and field rules. `basic` has none, because a Directus 12 without a licence takes none: there,
 * whoever may read customers reads all of them.
 */
export type Ruleset = 'granular' | 'basic';
export const RULESETS: readonly Ruleset[] = ['granular', 'basic'];

export interface RoleSpec {
	id: RoleId;
	name: Label;
	/** Who should have it, in one sentence. */
	description: Label;
	icon: string;
	/** May use the Studio; without it the role is for programs with a token. */
	studio: boolean;
	role: string;
	/** Keys of the policy and of its link to the role, one pair for each set of rules. */
	policy: Record<Ruleset, string>;
	access: Record<Ruleset, string>;
}

export type Action = 'create' | 'read' | 'update' | 'delete';
export type Rule = Record<string, unknown>;

/** One permission: what a role may do with a collection. */
export interface RightSpec {
	role: RoleId;
	collection: string;
	action: Action;
	/** Default: all. */
	fields?: string[];
	/** Which rows, as a Directus filter. Default: all. */
	rows?: Rule;
	/** What the written values must fulfil. */
	validation?: Rule;
	/** Values that are filled in unless given. */
	presets?: Rule;
	/**
	 * What becomes of it where rules are not taken: `open` drops its rules, `drop` leaves it out, `same` keeps it (for
	 * the few that Directus itself recommends, which it takes everywhere). Default `open`.
	 */
	basic?: 'open' | 'drop' | 'same';
}
