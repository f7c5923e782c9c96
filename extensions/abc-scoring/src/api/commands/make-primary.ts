import type { Command } from '@guanxi/core/command';
import type { Knex } from '@guanxi/core/directus';
import { ABC_WORDS } from '../../domain/abc-words.ts';
import { makePrimary as decide, type MadePrimary } from '../../domain/make-primary.ts';
import type { ScoringModel } from '../../domain/model.ts';
import { createScoringStore } from '../sql/scoring-store.ts';

export const makePrimary: Command<{ key: string }, ScoringModel[], MadePrimary, Knex> = {
	name: 'abc.make-primary',
	// Whoever comes second sees what the first one left. Not so a form saved in the same moment: Directus asks its guard before its
	// transaction begins; the audit would find two.
	locks: () => [{ name: 'abc:primary' }],
	load: (reader) => createScoringStore(reader).models(),
	decide: (models, { key }, circumstances) => decide(models, key, circumstances),
	words: ABC_WORDS,
	forgetsKeys: true,
};
