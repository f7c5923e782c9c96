export { ENTRY_WORDS } from '../../../domain/entry-words.ts';
