import type { EntryType } from './model.ts';
import type { Phrase } from '@guanxi/core/words';

/** As the field of the entry has them. */
export const ENTRY_WORDS: Record<EntryType, Phrase> = {
	accrual: ['累积', 'Accrual'],
	redemption: ['兑换', 'Redemption'],
	hold: ['冻结', 'Hold'],
	release: ['解冻', 'Release'],
	expiry: ['过期', 'Expiry'],
	adjustment: ['调整', 'Adjustment'],
	transfer: ['转赠', 'Transfer'],
	reversal: ['冲正', 'Reversal'],
	return: ['退还', 'Return'],
	merge: ['合并', 'Merge'],
	debt: ['欠分', 'Debt'],
};
