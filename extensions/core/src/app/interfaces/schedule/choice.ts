import { parseCron } from './cron.ts';

export type ScheduleKind = 'none' | 'daily' | 'workdays' | 'weekly' | 'monthly' | 'custom';

/** A schedule as people choose it. Fields that the kind does not use keep what was chosen before. */
export interface ScheduleChoice {
	kind: ScheduleKind;
	/** "HH:MM" */
	time: string;
	/** 1 = Monday … 7 = Sunday */
	weekdays: number[];
	/** Day of the month, up to 28 so that every month has it. */
	day: number;
	cron: string;
}

const START: ScheduleChoice = { kind: 'none', time: '03:00', weekdays: [1], day: 1, cron: '' };

/** Reads stored cron text into a choice; what the picker cannot express is `custom`. */
export function choiceOf(stored: string | null | undefined): ScheduleChoice {
	const cron = stored?.trim() ?? '';
	if (!cron) return START;
	const match = /^(\d{1,2}) (\d{1,2}) (\d{1,2}|\*) \* ([\d,-]+|\*)$/.exec(cron);
	const custom: ScheduleChoice = { ...START, kind: 'custom', cron };
	if (!match || !parseCron(cron)) return custom;
	const [, minute, hour, day, weekdays] = match as unknown as [string, string, string, string, string];
	const choice = { ...START, cron, time: `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}` };
	if (day === '*' && weekdays === '*') return { ...choice, kind: 'daily' };
	if (day === '*' && weekdays === '1-5') return { ...choice, kind: 'workdays' };
	if (day === '*' && /^[\d,]+$/.test(weekdays)) return { ...choice, kind: 'weekly', weekdays: mondayFirst(weekdays) };
	if (weekdays === '*' && Number(day) <= 28) return { ...choice, kind: 'monthly', day: Number(day) };
	return custom;
}

/** The cron text of a choice; null = never by itself. */
export function cronOf({ kind, time, weekdays, day, cron }: ScheduleChoice): string | null {
	const [hour = 0, minute = 0] = time.split(':').map(Number);
	const at = `${minute} ${hour}`;
	switch (kind) {
		case 'none':
			return null;
		case 'daily':
			return `${at} * * *`;
		case 'workdays':
			return `${at} * * 1-5`;
		case 'weekly':
			return `${at} * * ${weekdays.map((weekday) => weekday % 7).sort((a, b) => a - b).join(',')}`;
		case 'monthly':
			return `${at} ${day} * *`;
		case 'custom':
			return cron.trim() || null;
	}
}

function mondayFirst(list: string): number[] {
	return [...new Set(list.split(',').map((day) => Number(day) % 7 || 7))].sort((a, b) => a - b);
}
