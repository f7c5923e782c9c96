/** Days and months as plain numbers: the auditor's own calendar. */
export const FOREVER = 1e9;
/** Shanghai is eight hours ahead all year. */
export const dayOf = (at: Date): number => Math.floor((at.getTime() + 8 * 3_600_000) / 86_400_000);
export const monthOf = (day: number): number => {
	const date = new Date(day * 86_400_000);
	return date.getUTCFullYear() * 12 + date.getUTCMonth();
};
export const lastOfMonth = (month: number): number => Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0) / 86_400_000;
export const dayInMonth = (day: number): number => new Date(day * 86_400_000).getUTCDate();

export function plusMonths(day: number, months: number): number {
	const month = monthOf(day) + months;
	return Math.min(lastOfMonth(month), lastOfMonth(month - 1) + dayInMonth(day));
}
