import type { Region, Segment } from './names.ts';
import { idFor } from './random.ts';
import type { Tier } from './staff.ts';

/**
 * How a customer buys. `steady` all 24 months; `new` since less than 90 days; `repeat` since less
 * than six months; `dormant` stopped over six months ago; `lost` stopped over a year ago; `ended`
 * the same and archived; `prospect` never.
 */
export type Pattern = 'steady' | 'new' | 'repeat' | 'dormant' | 'lost' | 'ended' | 'prospect';

/** A customer with a role in the story; everybody else is drawn by chance. */
export interface CastMember {
	key: string;
	name: string;
	kind?: 'person';
	/** Class by value alone in the default model, and the place inside that class (0 = best). */
	tier: Tier;
	rank?: number;
	/** Class after potential and risk, where it differs. */
	raisedTo?: Tier;
	region: Region;
	segment: Segment;
	pattern: Pattern;
	potential?: 'low' | 'medium' | 'high';
	risk?: 'watch' | 'insolvent';
	/** Turnover of the 12 months before, relative to the last 12 months. */
	trend?: number;
	/** Share of the whole company's turnover a year ago, for those without turnover now. */
	lastYearShare?: number;
	orders?: number;
	/** Days since the newest order, and since the newest interaction. */
	silentOrdersDays?: number;
	silentContactDays?: number;
	/** Whether orders get smaller or larger over the last 12 months. */
	course?: 'shrinking' | 'growing';
	/** Days past the due date after which invoices get paid. */
	paysLateDays?: number;
	refundsEverything?: boolean;
	/** Interactions relative to the colleagues in the class. */
	attention?: number;
	parent?: string;
	referredBy?: string;
	doNotContact?: boolean;
	notes: string;
}

const MEMBERS = [
	{
		key: 'loyal', name: '澜州市第一人民医院', tier: 'A', rank: 0, region: '华东',
		segment: 'public_hospital', pattern: 'steady', potential: 'medium', trend: 0.88, orders: 46,
		attention: 2, notes: '合作八年的标杆客户,耗材与试剂均为独家框架协议,愿意做转介绍。',
	},
	{
		key: 'drifting', name: '榕湾市中心医院', tier: 'A', rank: 6, region: '华南',
		segment: 'public_hospital', pattern: 'steady', potential: 'medium', trend: 1.5, orders: 20,
		silentOrdersDays: 118, silentContactDays: 112, course: 'shrinking', attention: 0.7,
		notes: '采购主任更换后订单逐月缩小,已近四个月没有下单,也没有人回访。等级仍是A类,但正在流失。',
	},
	{
		key: 'hiddenGem', name: '霁川启明影像诊断中心', tier: 'C', rank: 170, raisedTo: 'A',
		region: '华东', segment: 'laboratory', pattern: 'repeat', potential: 'high', orders: 3,
		notes: '目前采购额很小,但正在建设六家连锁影像中心,增长潜力高,按A类维护。',
	},
	{
		key: 'secondGem', name: '岷溪高新体检中心', tier: 'C', rank: 120, raisedTo: 'A', region: '西部',
		segment: 'laboratory', pattern: 'steady', potential: 'high',
		notes: '明年扩建三个检验科,预计试剂用量增长五倍。',
	},
	{
		key: 'failing', name: '朔川恒济医疗器械有限公司', tier: 'B', rank: 30, raisedTo: 'C',
		region: '西部', segment: 'distributor', pattern: 'steady', potential: 'low', risk: 'insolvent',
		trend: 1.9, orders: 11, silentOrdersDays: 75, silentContactDays: 20, course: 'shrinking',
		paysLateDays: 400, attention: 2, notes: '资金链断裂,多张发票逾期未付,法院已受理破产申请。停止赊销,只做催收。',
	},
	{
		key: 'debtor', name: '青屿仁泽医院', tier: 'B', rank: 22, region: '华东',
		segment: 'private_hospital', pattern: 'steady', potential: 'medium', risk: 'watch', trend: 1,
		paysLateDays: 75, attention: 3, notes: '业务稳定但回款越来越慢,账期需每周跟进。',
	},
	{
		key: 'riser', name: '蓉泽大药房连锁有限公司', tier: 'B', rank: 4, region: '西部',
		segment: 'pharmacy', pattern: 'steady', potential: 'high', trend: 0.16, course: 'growing',
		notes: '一年内从C类成长为B类,门店由12家扩至60家。',
	},
	{
		key: 'parent', name: '南屿仁禾医疗集团', tier: 'B', rank: 9, region: '华南',
		segment: 'private_hospital', pattern: 'steady', potential: 'high', trend: 0.9,
		notes: '集团统一谈价,下属机构各自下单。合并计算时价值更高。',
	},
	{
		key: 'subsidiaryHospital', name: '榕湾仁禾康复医院', tier: 'B', rank: 58, region: '华南',
		segment: 'private_hospital', pattern: 'steady', potential: 'medium', parent: 'parent',
		notes: '南屿仁禾医疗集团下属机构。',
	},
	{
		key: 'subsidiaryDental', name: '南屿仁禾口腔门诊部', tier: 'C', rank: 40, region: '华南',
		segment: 'clinic', pattern: 'steady', potential: 'medium', parent: 'parent',
		notes: '南屿仁禾医疗集团下属机构。',
	},
	{
		key: 'subsidiaryCheckup', name: '南屿仁禾体检中心', tier: 'C', rank: 75, region: '华南',
		segment: 'laboratory', pattern: 'steady', potential: 'low', parent: 'parent',
		notes: '南屿仁禾医疗集团下属机构。',
	},
	{
		key: 'referred', name: '澜州惠民社区卫生服务站', tier: 'C', rank: 100, region: '华东',
		segment: 'clinic', pattern: 'repeat', potential: 'medium', orders: 3, referredBy: 'loyal',
		notes: '由澜州市第一人民医院设备科介绍。',
	},
	{
		key: 'birthday', name: '沈若兰医生', kind: 'person', tier: 'C', rank: 140, region: '华东',
		segment: 'clinic', pattern: 'steady', potential: 'low',
		notes: '个人执业医生,每季度采购一次。生日将近,记得问候。',
	},
	{
		key: 'newcomer', name: '椰澜春和儿科诊所', tier: 'C', rank: 180, region: '华南',
		segment: 'clinic', pattern: 'new', potential: 'medium', orders: 1, silentOrdersDays: 18,
		notes: '刚签约的新客户,首单已送达。',
	},
	{
		key: 'hotProspect', name: '陇澜市大学附属医院', tier: 'C', region: '西部',
		segment: 'public_hospital', pattern: 'prospect', potential: 'medium', attention: 2.5,
		notes: '尚未成交的潜在客户:已拜访多次,等待年度招标。没有订单不等于C类客户。',
	},
	{
		key: 'lost', name: '白霁康宁骨科医院', tier: 'C', region: '华东', segment: 'private_hospital',
		pattern: 'lost', potential: 'low', lastYearShare: 0.004, silentContactDays: 190,
		notes: '一年前因一次断货转向其他供应商,至今未回。',
	},
	{
		key: 'refunder', name: '昆陵佑安养生馆', tier: 'C', region: '西部', segment: 'clinic',
		pattern: 'repeat', potential: 'low', orders: 2, refundsEverything: true,
		notes: '两张订单全部退货退款:买过,但净成交额为零。',
	},
	{
		key: 'doNotContact', name: '望澜同德中医馆', tier: 'C', rank: 60, region: '华东',
		segment: 'clinic', pattern: 'steady', potential: 'low', doNotContact: true, attention: 0.3,
		notes: '客户要求不要主动联系,只接受来电。',
	},
] as const satisfies readonly CastMember[];

export const CAST: readonly CastMember[] = MEMBERS;

export type StoryKey = (typeof MEMBERS)[number]['key'];

/** Ids of the story's customers, for tests, guides and screenshots. */
export const STORY = Object.fromEntries(
	CAST.map((member) => [member.key, customerId(member.key)]),
) as Record<StoryKey, string>;

export function customerId(key: string): string {
	return idFor(`customer/${key}`);
}
