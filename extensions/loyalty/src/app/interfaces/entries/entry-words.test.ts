import { expect, it } from 'vitest';
import { crmLoyaltyEntries } from '@guanxi/schema/loyalty/crm-loyalty-entries';
import { ENTRY_WORDS } from './entry-words.ts';

it('the table of an account says what the list of entries says', () => {
	const { choices } = crmLoyaltyEntries.fields.find(({ field }) => field === 'type')!;
	expect(Object.fromEntries(choices!.map(({ value, label: { zh, en } }) => [value, [zh, en]]))).toEqual(ENTRY_WORDS);
});
