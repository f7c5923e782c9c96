/** What a step of a ladder may do. Those that tell people are told for every step, also late; the others once, by the highest step that is due. */
export const DEEDS = ['notify_assignee', 'notify_lead', 'notify_managers', 'reassign', 'raise', 'task'] as const;
export type Deed = (typeof DEEDS)[number];
