import type { Region } from './names.ts';
import { idFor } from './random.ts';
import type { UserRow } from './types.ts';

/** The classes of the default model, best first. */
export const TIERS = ['A', 'B', 'C'] as const;
export type Tier = (typeof TIERS)[number];

export interface Salesperson {
	id: string;
	region: Region;
	/** Percent of the logged hours that go to customers of each class. */
	effort: Record<Tier, number>;
	user: UserRow;
}

/**
 * The sales team. Everybody logs the same number of hours, so the team's split is the mean of these
 * rows: 15, 25 and 60 % for A, B and C, as in the handbook. Lin Xiaowen shows that it can be done
 * better, Zhao Lei spends nearly three quarters of the week on class C.
 */
export const STAFF: readonly Salesperson[] = [
	person('思远', '陈', 'siyuan.chen', '华东区销售经理', '华东', [12, 23, 65]),
	person('晓雯', '林', 'xiaowen.lin', '高级客户经理', '华东', [28, 34, 38]),
	person('磊', '赵', 'lei.zhao', '客户经理', '华东', [8, 20, 72]),
	person('雅婷', '周', 'yating.zhou', '客户经理', '华东', [14, 26, 60]),
	person('志豪', '黄', 'zhihao.huang', '华南区销售经理', '华南', [18, 27, 55]),
	person('嘉敏', '梁', 'jiamin.liang', '客户经理', '华南', [10, 22, 68]),
	person('建军', '马', 'jianjun.ma', '西部区销售经理', '西部', [19, 26, 55]),
	person('雪梅', '唐', 'xuemei.tang', '客户经理', '西部', [11, 22, 67]),
];

function person(
	...[first, last, mailbox, title, region, effort]:
	[string, string, string, string, Region, number[]]
): Salesperson {
	const [a = 0, b = 0, c = 0] = effort;
	const id = idFor(`user/${mailbox}`);
	return {
		id,
		region,
		effort: { A: a, B: b, C: c },
		user: {
			id,
			// Directus writes first before last; a Chinese name is the other way round, so it stays whole.
			first_name: `${last}${first}`,
			last_name: '',
			email: `${mailbox}@example.com`,
			status: 'active',
			language: 'zh-CN',
			title,
		},
	};
}
