import type { Phrase } from './words.ts';

/** What somebody may begin with on the form of something new. */
export interface Preset {
	key: string;
	icon: string;
	name: Phrase;
	/** For whom it is, and what it does, each a sentence. */
	forWhom: Phrase;
	points: Phrase[];
}
