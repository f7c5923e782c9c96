import { lastOfMonth, monthOf, plusMonths } from './auditor-days.ts';

/** A program's tiers in plain numbers: level 0 is the base tier. */
export interface TierRules {
	/** What it takes to rise to each level, and to keep it. */
	levels: { up: number; keep: number }[];
	window: 'rolling_months' | 'rolling_days' | 'calendar_year' | 'membership_year' | 'lifetime';
	length: number;
	isOneDown: boolean;
	grace: number;
	isRevoking: boolean;
}

/** An accountant of tiers, who lives through every single day and shares no code with the ledger, not even its dates. */
export class TierAccountant {
	private readonly rules: TierRules;
	private readonly joined: number;
	private readonly purchases: { day: number; growth: number }[] = [];
	private today: number;
	private level = 0;
	private lastDay = Infinity;
	/** The last day that was not enough, while grace runs. */
	private missed: number | null = null;
	private basis: { from: number; to: number; least: number } | null = null;
	private byHand: { level: number; until: number } | null = null;

	constructor(rules: TierRules, joined: number) {
		this.rules = rules;
		this.joined = joined;
		this.today = joined;
	}

	seen = (): number => this.byHand?.level ?? this.level;

	liveUntil(day: number): void {
		while (this.today < day) {
			this.today += 1;
			if (this.lastDay < this.today) this.evaluate(this.lastDay);
			if (this.byHand && this.byHand.until < this.today) this.byHand = null;
		}
	}

	buy(growth: number): number {
		this.purchases.push({ day: this.today, growth });
		this.rise();
		return this.purchases.length - 1;
	}

	refund(purchase: number, growth: number): void {
		this.purchases[purchase]!.growth -= growth;
		const { basis, level, today, rules } = this;
		const isShort = basis !== null && this.sum(basis.from, basis.to) < basis.least;
		const now = this.sum(this.firstDay(today), today);
		if (rules.isRevoking && level > 0 && isShort && now < rules.levels[level - 1]!.up) this.reach(this.levelFor(now));
		this.rise();
	}

	setByHand(level: number, until: number): void {
		this.byHand = { level, until };
	}

	release(): void {
		this.byHand = null;
	}

	private evaluate(last: number): void {
		const { rules, level } = this;
		const period = this.missed ?? last;
		const from = this.firstDay(period);
		const growth = this.sum(from, last);
		if (growth >= rules.levels[level - 1]!.keep) return this.keep(from, last, period);
		if (this.missed === null && rules.grace > 0) {
			this.missed = last;
			this.lastDay = last + rules.grace;
			return;
		}
		this.level = Math.max(rules.isOneDown ? level - 1 : 0, this.levelFor(growth));
		const least = this.level > 0 ? rules.levels[this.level - 1]!.up : Infinity;
		this.basis = growth >= least ? { from, to: last, least } : null;
		this.missed = null;
		this.lastDay = this.level === 0 ? Infinity : this.nextLastDay(period, last);
	}

	private rise(): void {
		const { today, missed } = this;
		const level = this.levelFor(this.sum(this.firstDay(today), today));
		if (level > this.level) return this.reach(level);
		if (missed === null) return;
		const from = this.firstDay(missed);
		if (this.sum(from, today) >= this.rules.levels[this.level - 1]!.keep) this.keep(from, today, missed);
	}

	private keep(from: number, to: number, period: number): void {
		this.basis = { from, to, least: this.rules.levels[this.level - 1]!.keep };
		this.missed = null;
		this.lastDay = this.nextLastDay(period, to);
	}

	private reach(level: number): void {
		const { today } = this;
		this.level = level;
		this.missed = null;
		this.basis = level === 0 ? null : { from: this.firstDay(today), to: today, least: this.rules.levels[level - 1]!.up };
		this.lastDay = level === 0 ? Infinity : this.endOfNext(today);
	}

	private levelFor = (growth: number): number => this.rules.levels.filter(({ up }) => up <= growth).length;

	private sum = (from: number, to: number): number =>
		this.purchases.filter(({ day }) => from <= day && day <= to).reduce((n, { growth }) => n + growth, 0);

	private nextLastDay(period: number, after: number): number {
		let last = this.endOfNext(period);
		while (last <= after) last = this.endOfNext(last);
		return last;
	}

	private firstDay(last: number): number {
		const { window, length } = this.rules;
		if (window === 'rolling_days') return last - length + 1;
		if (window === 'rolling_months') return plusMonths(last, -length) + 1;
		if (window === 'calendar_year') return lastOfMonth(monthOf(last) - (monthOf(last) % 12) - 1) + 1;
		if (window === 'lifetime') return -Infinity;
		return this.birthday(this.yearOf(last));
	}

	private endOfNext(day: number): number {
		const { window, length } = this.rules;
		if (window === 'rolling_days') return day + length;
		if (window === 'rolling_months') return plusMonths(day, length);
		if (window === 'calendar_year') return lastOfMonth(monthOf(day) - (monthOf(day) % 12) + 23);
		if (window === 'lifetime') return Infinity;
		return this.birthday(this.yearOf(day) + 2) - 1;
	}

	private birthday = (year: number): number => plusMonths(this.joined, 12 * year);

	private yearOf(day: number): number {
		let year = 0;
		while (this.birthday(year + 1) <= day) year += 1;
		return year;
	}
}
