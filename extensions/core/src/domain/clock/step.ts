/** One rung of an escalation ladder, as it is kept with a policy and its clocks. */
export interface Step {
	/** When so many percent of the time are used up, or so many minutes before or after it is due. */
	when: 'percent' | 'before' | 'after';
	amount: number;
	/** How the minutes count: by the calendar of the clock, or as they pass. */
	minutes: 'business' | 'wall';
	/** What is to be done; the plugin knows how. */
	does: readonly string[];
	/** Happens at any hour. Others wait for the next open time. */
	urgent: boolean;
	/** Again every so many minutes, so many times more. */
	repeatEvery: number | null;
	repeatTimes: number | null;
}

/** What tells a step from the others of its ladder, also when the ladder is edited: a step that was taken is not taken again. */
export const stepKey = ({ when, amount, minutes }: Step, n: number): string => `${when}:${amount}:${minutes}:${n}`;
