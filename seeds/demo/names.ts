import type { Random } from './random.ts';

/**
 * Every city here is invented, and every organisation is named after one of them, so that no
 * customer of the demo can be mistaken for a real hospital or company.
 */
export const REGIONS = ['华东', '华南', '西部'] as const;
export type Region = (typeof REGIONS)[number];

export const CITIES: Record<Region, readonly string[]> = {
	华东: ['澜州', '青屿', '霁川', '沐江', '临瀛', '望澜', '溪桥', '白霁'],
	华南: ['榕湾', '南屿', '岭泽', '椰澜', '珠溪', '桂屿'],
	西部: ['朔川', '昆陵', '雪原', '岷溪', '蓉泽', '陇澜'],
};

export const SEGMENTS = [
	'public_hospital', 'private_hospital', 'clinic', 'pharmacy', 'distributor', 'laboratory',
	'nursing_home',
] as const;
export type Segment = (typeof SEGMENTS)[number];

export const INDUSTRY: Record<Segment, string> = {
	public_hospital: '公立医院',
	private_hospital: '民营医院',
	clinic: '诊所',
	pharmacy: '连锁药店',
	distributor: '医疗器械经销商',
	laboratory: '检验体检机构',
	nursing_home: '康养机构',
};

const PUBLIC_HOSPITALS = [
	'市第一人民医院', '市第二人民医院', '市第三人民医院', '市中心医院', '市中医院', '市妇幼保健院',
	'市儿童医院', '市肿瘤医院', '市胸科医院', '市传染病医院', '市急救中心', '区人民医院', '大学附属医院',
];

const SUFFIX: Record<Exclude<Segment, 'public_hospital'>, readonly string[]> = {
	private_hospital: ['医院', '口腔医院', '骨科医院', '眼科医院', '妇产医院', '康复医院'],
	clinic: ['诊所', '门诊部', '口腔诊所', '中医馆', '儿科诊所', '社区卫生服务站'],
	pharmacy: ['大药房连锁有限公司', '大药房', '药店', '医药商店'],
	distributor: ['医疗器械有限公司', '医疗用品有限公司', '医药贸易有限公司', '医疗科技有限公司'],
	laboratory: ['医学检验所', '体检中心', '健康管理中心', '影像诊断中心'],
	nursing_home: ['护理院', '颐养中心', '康养中心', '老年公寓'],
};

const BRAND_FIRST = [...'康瑞仁泽济安恒益德宁和宝启润嘉颐博惠同佑'];
const BRAND_SECOND = [...'禾宁泰安民佑康泽华源济信诚益和缘生春'];

/** An invented name; the caller draws again when it is taken. */
export function organisationName(segment: Segment, city: string, random: Random): string {
	if (segment === 'public_hospital') return city + random.pick(PUBLIC_HOSPITALS);
	const brand = random.pick(BRAND_FIRST) + random.pick(BRAND_SECOND);
	return city + brand + random.pick(SUFFIX[segment]);
}

const SURNAMES = [
	...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余',
];
const GIVEN = [
	'建国', '丽华', '志强', '晓梅', '文博', '雅琴', '海涛', '雪莹', '俊杰', '静怡', '国庆', '美玲',
	'子轩', '雨桐', '振宇', '秀兰', '永康', '佳慧', '明远', '若溪', '立新', '春燕', '嘉豪', '思琪',
	'伟', '敏', '磊', '芳', '军', '娟', '涛', '艳', '鹏', '洁', '超', '霞', '勇', '玲', '斌', '颖',
];

export function personName(random: Random): string {
	return random.pick(SURNAMES) + random.pick(GIVEN);
}

/**
 * Numbers nobody can own: mobile numbers never start with 10 and no area code is 000.
 * `serial` keeps them different, so that the search for duplicates finds none by accident.
 */
export function mobileNumber(serial: number): string {
	return `100${String(55_500_000 + serial)}`;
}

export function landlineNumber(serial: number): string {
	return `000-${String(55_500_000 + serial)}`;
}
