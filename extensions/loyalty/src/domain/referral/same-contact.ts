/** By what a customer can be reached. */
export interface Reachable {
	phone: string | null;
	email: string | null;
	wechat: string | null;
}

/** Whether two customers can be reached in one and the same way, whatever way it is written. */
export function sameContact(one: Reachable[], other: Reachable[]): boolean {
	const known = new Set(one.flatMap(waysTo));
	return other.flatMap(waysTo).some((way) => known.has(way));
}

function waysTo({ phone, email, wechat }: Reachable): string[] {
	const number = (phone ?? '').replace(/\D/g, '').replace(/^(00)?86(?=1\d{10}$)/, '');
	const [box = '', domain = ''] = (email ?? '').trim().toLowerCase().split('@');
	const wechatId = (wechat ?? '').trim().toLowerCase();
	return [
		...(number.length >= 5 ? [`phone ${number}`] : []),
		// Mail to box+anything arrives in one box.
		...(box && domain ? [`email ${box.split('+')[0]}@${domain}`] : []),
		...(wechatId ? [`wechat ${wechatId}`] : []),
	];
}
