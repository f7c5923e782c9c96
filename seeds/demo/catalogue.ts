import { fromMinor } from '@guanxi/core/money';
import { daysAfter, type DemoClock } from './clock.ts';
import { idFor } from './random.ts';
import type { ProductRow } from './types.ts';

export interface Product {
	id: string;
	sku: string;
	name: string;
	category: string;
	priceMinor: number;
	/** Most customers of a distributor live on consumables; equipment is bought now and then. */
	popularity: number;
	discontinued: boolean;
}

/** sku, name, category, list price in CNY, popularity. */
const LIST: readonly [string, string, string, number, number][] = [
	['GLV-NIT-100', '一次性丁腈检查手套 100只/盒', '防护用品', 32, 9],
	['GLV-LAT-050', '灭菌乳胶外科手套 50双/盒', '防护用品', 96, 7],
	['MSK-SUR-050', '医用外科口罩 50只/盒', '防护用品', 24.5, 7],
	['MSK-N95-020', '医用防护口罩 20只/盒', '防护用品', 78, 5],
	['GWN-ISO-010', '一次性隔离衣 10件/包', '防护用品', 165, 4],
	['SYR-005-100', '一次性无菌注射器 5ml 100支/盒', '注射穿刺', 45, 9],
	['SYR-INS-100', '胰岛素注射器 1ml 100支/盒', '注射穿刺', 88, 4],
	['INF-SET-050', '精密过滤输液器 50套/箱', '注射穿刺', 215, 7],
	['CAT-IV-050', '静脉留置针 24G 50支/盒', '注射穿刺', 420, 6],
	['TUB-VAC-100', '真空采血管 100支/盒', '检验耗材', 85, 8],
	['REA-CRP-100', 'C反应蛋白测定试剂盒 100测试', '诊断试剂', 1280, 5],
	['REA-GLU-500', '葡萄糖测定试剂盒 500测试', '诊断试剂', 960, 5],
	['REA-HBS-096', '乙肝表面抗原检测试剂盒 96测试', '诊断试剂', 680, 4],
	['REA-TNI-050', '肌钙蛋白检测试剂 50测试', '诊断试剂', 2450, 4],
	['STR-GLU-050', '血糖试纸 50条/盒', '诊断试剂', 65, 6],
	['SUT-ABS-012', '可吸收缝合线 3-0 12根/盒', '手术耗材', 368, 6],
	['SUT-SIL-012', '真丝编织缝合线 2-0 12根/盒', '手术耗材', 168, 4],
	['STA-LIN-001', '一次性直线切割吻合器', '手术耗材', 3860, 3],
	['PAK-SUR-001', '一次性手术包', '手术耗材', 128, 5],
	['DRS-FOM-010', '泡沫敷料 10×10cm 10片/盒', '伤口护理', 245, 5],
	['DRS-GAU-100', '医用纱布块 100片/包', '伤口护理', 38, 6],
	['DIS-ALC-500', '75%消毒酒精 500ml', '消毒灭菌', 12.8, 5],
	['DIS-HND-500', '免洗手消毒凝胶 500ml', '消毒灭菌', 26, 6],
	['AUT-STE-024', '台式高压灭菌器 24L', '消毒灭菌', 16800, 1],
	['BPM-ARM-001', '上臂式电子血压计', '诊疗设备', 268, 4],
	['PMP-INF-001', '智能输液泵', '诊疗设备', 6800, 2],
	['MON-PAT-012', '12英寸多参数监护仪', '诊疗设备', 18600, 2],
	['USG-POR-001', '便携式彩色超声诊断仪', '诊疗设备', 86000, 1],
	['WHC-FLD-001', '折叠轮椅', '康复护理', 1180, 3],
	['BED-NUR-003', '三摇护理床', '康复护理', 3980, 2],
	['THM-MER-001', '玻璃水银体温计(停产)', '诊疗设备', 6.5, 0],
];

export const PRODUCTS: readonly Product[] = LIST.map((row): Product => toProduct(...row));

function toProduct(...[sku, name, category, price, popularity]: (typeof LIST)[number]): Product {
	return {
		id: idFor(`product/${sku}`),
		sku,
		name,
		category,
		priceMinor: Math.round(price * 100),
		popularity,
		discontinued: popularity === 0,
	};
}

export function productRows(clock: DemoClock): ProductRow[] {
	return PRODUCTS.map((product) => ({
		id: product.id,
		sku: product.sku,
		name: product.name,
		category: product.category,
		price: fromMinor(product.priceMinor),
		status: product.discontinued ? 'archived' : 'active',
		date_created: daysAfter(clock.startOfToday, -clock.total - 60),
	}));
}
