import type { InteractionRow } from './types.ts';

/** What was talked about. `{产品}` stands for a product, `{联系人}` for the person met. */
export interface Phrase {
	kind: InteractionRow['kind'];
	direction: InteractionRow['direction'];
	subject: string;
	body: string;
	outcome: string;
}

type Written = [InteractionRow['kind'], InteractionRow['direction'], string, string, string];

const phrases = (rows: readonly Written[]): readonly Phrase[] =>
	rows.map(([kind, direction, subject, body, outcome]) => ({
		kind, direction, subject, body, outcome,
	}));

export const VISIT_PHRASES = phrases([
	['sales', 'outbound', '季度拜访', '与{联系人}核对本季度用量,介绍{产品}的新规格。', '同意试用,下周送样'],
	['sales', 'outbound', '{产品}产品演示', '在科室现场演示,护士反馈操作顺手。', '等待科室意见汇总'],
	['sales', 'outbound', '年度框架协议谈判', '讨论{产品}的年度价格与账期,{联系人}希望再降三个点。', '报区域经理审批'],
	['care', 'outbound', '客情拜访', '拜访{联系人},了解新院区搬迁计划。', '关系良好,无新需求'],
	['service', 'outbound', '设备巡检', '按计划巡检在用设备,顺带培训{产品}的正确储存。', '巡检正常,已签字'],
	['inquiry', 'inbound', '现场询价', '{联系人}请我们到场比较{产品}与现用品牌。', '三日内提交书面报价'],
	['service', 'outbound', '库房盘点协助', '协助盘点{产品}库存,清理近效期批次。', '换货两箱'],
]);

export const REMOTE_PHRASES = phrases([
	['sales', 'outbound', '跟进报价', '就{产品}的报价回访{联系人}。', '本月内答复'],
	['inquiry', 'inbound', '询问{产品}库存', '{联系人}询问现货数量和到货时间。', '已答复有货'],
	['inquiry', 'inbound', '索取资质文件', '需要{产品}的注册证和检验报告。', '已发送扫描件'],
	['service', 'inbound', '催促发货', '{联系人}反映{产品}库存告急。', '安排次日加急配送'],
	['service', 'outbound', '到货确认', '确认{产品}到货数量与批号无误。', '签收完成'],
	['care', 'outbound', '节日问候', '向{联系人}送上节日祝福。', '客户致谢'],
	['care', 'outbound', '使用回访', '回访{产品}使用三周后的感受。', '满意,考虑增购'],
	['complaint', 'inbound', '反映{产品}包装破损', '{联系人}发现一箱外包装受潮。', '补发并回收破损件'],
	['collection', 'outbound', '对账', '与财务核对上月往来账。', '账目一致'],
	['sales', 'outbound', '推荐组合采购', '建议把{产品}与常用耗材合并下单以降低运费。', '客户愿意考虑'],
]);

export const EVENT_PHRASES = phrases([
	['sales', 'outbound', '区域新品推介会', '邀请{联系人}参加{产品}新品推介会。', '到场并留下试用意向'],
	['care', 'outbound', '感控培训沙龙', '{联系人}带两位同事参加培训。', '反馈实用,希望每季度举办'],
]);

export const PROSPECT_PHRASES = phrases([
	['sales', 'outbound', '首次接触', '向{联系人}介绍公司和{产品},对方目前由其他供应商供货。', '保持联系'],
	['sales', 'outbound', '需求调研', '了解{产品}的年用量与现用品牌。', '用量可观,等待合同到期'],
	['inquiry', 'inbound', '询价{产品}', '{联系人}索取目录价用于比价。', '已报价,未下单'],
	['sales', 'outbound', '样品跟进', '回访{产品}样品试用情况。', '试用中,尚未决定'],
	['sales', 'outbound', '招标准备沟通', '与{联系人}确认招标时间和资质要求。', '列入下轮招标名单'],
]);

export const COLLECTION_PHRASES = phrases([
	['collection', 'outbound', '逾期货款催收', '就逾期发票联系{联系人},对方称资金紧张。', '承诺分期,未给出日期'],
	['collection', 'outbound', '上门对账催款', '上门核对欠款明细,要求书面还款计划。', '签收对账单'],
	['collection', 'outbound', '寄送催款函', '寄出正式催款函并电话确认。', '对方已收到'],
]);

/** The newest contacts of the cast, newest first; older ones come from the common stock. */
export const CAST_PHRASES: Record<string, readonly Phrase[]> = {
	drifting: phrases([
		['sales', 'outbound', '新采购主任首次会面', '新主任表示所有耗材重新比价,对手报价低8%。', '未安排后续跟进'],
		['complaint', 'inbound', '抱怨响应变慢', '科室反映三次缺货没有人主动通知。', '口头致歉,未留记录'],
	]),
	loyal: phrases([
		['sales', 'outbound', '年度框架协议续签', '确认明年框架协议,{产品}继续独家供应。', '续签三年'],
		['care', 'outbound', '院庆祝贺', '出席医院院庆,院长愿意为我们推荐同行。', '获得两个转介绍'],
	]),
	hiddenGem: phrases([
		['sales', 'outbound', '六家连锁中心配置方案', '讨论首批三家影像中心的耗材与设备清单。', '请我们提交整体方案'],
	]),
	hotProspect: phrases([
		['sales', 'outbound', '招标文件答疑', '就年度耗材招标与{联系人}逐条确认。', '下月开标'],
	]),
	lost: phrases([
		['care', 'outbound', '流失回访', '{联系人}说去年断货影响手术,已改用他牌。', '半年后再联系'],
	]),
	failing: phrases([
		['collection', 'outbound', '破产申请核实', '法院已受理破产申请,申报债权所需材料已列明。', '移交法务'],
	]),
	newcomer: phrases([
		['service', 'outbound', '首单到货回访', '确认首单{产品}已验收,讲解线上下单流程。', '客户满意,准备第二单'],
	]),
	debtor: phrases([
		['collection', 'outbound', '账期沟通', '院方医保回款推迟,希望再宽限一个月。', '同意付一半,其余月底'],
	]),
	refunder: phrases([
		['complaint', 'inbound', '要求全部退货', '称产品与宣传不符,要求两单全退。', '已退货退款'],
	]),
};
