export { ENTRY_WORDS } from '../../../domain/ledger/entry-words.ts';
