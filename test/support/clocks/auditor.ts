import { UNITS, type Unit } from '../../../extensions/core/src/domain/business-time/units.ts';
import type { Calendars, Clock, ClockEvent, ClockStart } from '../../../extensions/core/src/domain/clock/clock.ts';

export interface AuditedClock {
	state: Clock['state'];
	dueAt: Date | null;
	breachedAt: Date | null;
	endedAt: Date | null;
	/** The steps that were taken: how the clock stood, and what share of the time was used up. */
	steps: { key: string; state: Clock['state']; isOver: boolean; share: number }[];
}

interface Stretch {
	from: Date;
	to: Date | null;
	version: string;
}

/**
 * What became of a clock, worked out anew from what was asked of it: as the sum of the stretches in which it ran, each measured by the
 * calendar of its time. It keeps no sums of its own and looks at no state that was stored.
 */
export function auditClock(events: readonly ClockEvent[], calendars: Calendars): AuditedClock {
	const first = events[0] as ClockStart & { at: Date };
	const stretches: Stretch[] = [{ from: first.at, to: null, version: first.calendarVersion }];
	let { unit, target, pauses, calendarVersion } = first;
	const audited: AuditedClock = { state: 'running', dueAt: null, breachedAt: null, endedAt: null, steps: [] };
	const running = (): Stretch | undefined => stretches.find(({ to }) => to === null);
	const used = (list: Stretch[], of: Unit): number =>
		list.reduce((sum, { from, to, version }) => sum + UNITS[of].between(calendars(version), from, to!), 0);
	const due = (): Date | null => {
		const now = running();
		if (!now) return null;
		const left = target * UNITS[unit].each - used(stretches.filter(({ to }) => to !== null), unit);
		return left < 0 ? now.from : UNITS[unit].after(calendars(now.version), now.from, left);
	};
	const share = (at: Date): number => used(stretches.map((stretch) => ({ ...stretch, to: stretch.to ?? at })), unit) / (target * UNITS[unit].each);
	const stop = (at: Date): void => stretches.forEach((stretch) => (stretch.to ??= at));
	audited.dueAt = due();
	for (const event of events.slice(1)) {
		const { at } = event;
		const isOpen = audited.state === 'running' || audited.state === 'paused';
		switch (event.move) {
			case 'pause':
				if (audited.state !== 'running' || !pauses) continue;
				stop(at);
				audited.state = 'paused';
				break;
			case 'resume':
				if (audited.state !== 'paused') continue;
				stretches.push({ from: at, to: null, version: calendarVersion });
				audited.state = 'running';
				break;
			case 'retarget':
			case 'recalendar':
				if (!isOpen) continue;
				calendarVersion = event.calendarVersion;
				if (event.move === 'retarget') ({ unit, target, pauses } = event);
				if (audited.state === 'running') {
					stop(at);
					stretches.push({ from: at, to: null, version: calendarVersion });
				}
				break;
			case 'meet':
			case 'cancel':
				if (audited.endedAt === null) audited.endedAt = at;
				if (!isOpen) continue;
				audited.state = event.move === 'meet' ? 'met' : 'cancelled';
				stop(at);
				continue;
			case 'breach':
				audited.state = 'breached';
				audited.breachedAt = audited.dueAt;
				stop(at);
				continue;
			case 'step':
				audited.steps.push({ key: event.key, state: audited.state, isOver: audited.endedAt !== null, share: share(at) });
				continue;
			case 'reopen':
				if (audited.state === 'met') {
					stretches.push({ from: audited.endedAt!, to: null, version: calendarVersion });
					audited.state = 'running';
				}
				audited.endedAt = null;
				if (audited.state !== 'running') continue;
				break;
			case 'start':
				throw new Error('A clock starts once');
		}
		audited.dueAt = due();
	}
	return audited;
}
