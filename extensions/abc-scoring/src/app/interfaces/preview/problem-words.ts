import { sentence, type Locale, type Words } from '@guanxi/core/app/words.ts';

const FIELDS: Words = {
	key: ['标识', 'Key'],
	method: ['分级方法', 'Method'],
	basis: ['计算依据', 'Basis'],
	window_months: ['统计月数', 'Months counted'],
	hysteresis_percent: ['降级缓冲', 'Buffer before a fall'],
	customer_filter: ['哪些客户', 'Which customers'],
	order_filter: ['哪些订单', 'Which orders'],
	classes: ['等级', 'Classes'],
	potential_matrix: ['按增长潜力调整', 'By growth potential'],
	risk_class: ['资不抵债时的等级', 'Class when insolvent'],
	schedule: ['运行计划', 'Schedule'],
	is_primary: ['主模型', 'Primary model'],
	sort: ['顺序', 'Order'],
	'classes.code': ['代码', 'code'],
	'classes.label': ['名称', 'label'],
	'classes.color': ['颜色', 'colour'],
	'classes.bound': ['界线', 'bound'],
	'classes.touch': ['服务方式', 'touch'],
	'classes.contact_every_days': ['联系间隔', 'contact interval'],
	'potential_matrix.class': ['计算等级', 'computed class'],
	'potential_matrix.potential': ['增长潜力', 'growth potential'],
	'potential_matrix.result': ['调整结果', 'result'],
};

const ENTRIES: Words = {
	classes: ['第 {n} 个等级', 'Class no. {n}'],
	potential_matrix: ['第 {n} 条调整规则', 'Rule no. {n}'],
};

/** The server gives its reasons in English; `$1` is what the pattern caught. */
const REASONS: [pattern: RegExp, zh: string][] = [
	[/^must be a short name of letters/, '只能用字母、数字、连字符和下划线'],
	[/^must be a whole number from (\d+) to (\d+)/, '必须是 $1 到 $2 的整数'],
	[/^must be at least 0 and below 100/, '必须在 0 以上、100 以下'],
	[/^must not be (an )?empty/, '不能是空条件；不需要筛选时请清空'],
	[/^must have at least two classes/, '至少需要两个等级'],
	[/^must have at most (\d+) classes/, '最多 $1 个等级'],
	[/^must be a short code/, '请填写代码，最多 31 个字符'],
	[/^must be a whole number of days/, '必须是 1 以上的整数天'],
	[/^must be empty: the last class/, '必须留空：最后一级接收其余客户'],
	[/^must be a number/, '必须填数字'],
	[/^must be text/, '必须是文字'],
	[/^must be above 0/, '必须大于 0'],
	[/^must be a share above 0/, '必须是大于 0、不超过 1 的占比'],
	[/^must be below the bound of the class before/, '必须小于上一等级的界线'],
	[/^must be above the bound of the class before/, '必须大于上一等级的界线'],
	[/^names an unknown class "(.*)"/, '等级“$1”不存在'],
	[/^names no field of/, '所选字段不存在'],
	[/^repeats "?([^"]*)"?/, '与“$1”重复'],
	[/^must be one of (.*)/, '必须是以下之一：$1'],
	[/^must be a (list|filter|condition)/, '格式不正确'],
	[/^must have five or six parts|^is not a valid cron/, '无法识别，请用选择器重新设置'],
	[/^needs one primary model/, '必须有一个不带客户条件的主模型'],
	[/^must stay on for the primary model/, '不带客户条件的主模型不能停用'],
	[/^allows only one primary model/, '只能有一个不带客户条件的主模型'],
];

/** The setting at fault as the form names it: "classes.1.bound" → "Class no. 2, bound". */
export function fieldWords(path: string, locale: Locale): string {
	const [field = '', index, part] = path.split('.');
	const entry = ENTRIES[field];
	if (!entry || index === undefined || Number.isNaN(Number(index))) return wordOf(field, locale);
	const place = sentence(entry, locale, { n: Number(index) + 1 });
	if (!part) return place;
	return `${place}${locale === 'zh-CN' ? '，' : ', '}${wordOf(`${field}.${part}`, locale)}`;
}

/** What is wrong with it, in the viewer's language as far as the sentence is known. */
export function reasonWords(reason: string, locale: Locale): string {
	if (locale === 'en-US') return reason;
	const known = REASONS.find(([pattern]) => pattern.test(reason));
	if (!known) return reason;
	const [pattern, zh] = known;
	const caught = pattern.exec(reason) ?? [];
	return zh.replace(/\$(\d)/g, (_, at: string) => caught[Number(at)] ?? '');
}

function wordOf(field: string, locale: Locale): string {
	const pair = FIELDS[field];
	return pair ? sentence(pair, locale) : field;
}
