import { label } from '../fields.ts';
import type { FieldSpec, Label } from '../model.ts';

const NOTES: Record<'complaint_queues' | 'complaint_causes', Label> = {
	complaint_queues: label('队列在设置的“投诉”中添加。', 'Queues are named in the settings, under Complaints.'),
	complaint_causes: label('原因在设置的“投诉”中添加。', 'Causes are named in the settings, under Complaints.'),
};

/** Chosen by its name from a list of the settings; what is stored is its key. */
export const oneOf = (list: keyof typeof NOTES): Partial<FieldSpec> => ({ interface: 'crm-complaints-key-select', options: { list }, note: NOTES[list] });
