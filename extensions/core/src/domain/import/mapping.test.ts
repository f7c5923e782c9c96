import { describe, expect, it } from 'vitest';
import { describeMapping, resolveMapping } from './mapping.ts';
import { parseMapOption } from './parse-map-option.ts';
import { HEADER_NAMES, TARGETS } from './targets.ts';

const map = (headers: string[], wanted = {}) => {
	const { mapping, problems } = resolveMapping(headers, wanted);
	return { mapping: describeMapping(headers, mapping), problems };
};

describe('resolveMapping', () => {
	it.each([
		{
			headers: ['InvoiceNo', 'InvoiceDate', 'CustomerID', 'TotalPrice'],
			mapping: { number: 'InvoiceNo', placed_at: 'InvoiceDate', customer: 'CustomerID', amount: 'TotalPrice' },
			why: 'the real file',
		},
		{
			headers: ['订单号', '下单时间', '客户编号', '客户名称', '实付金额(元)', '订单状态', '付款时间', '渠道', '币种'],
			mapping: {
				number: '订单号', placed_at: '下单时间', customer: '客户编号', customer_name: '客户名称',
				amount: '实付金额(元)', status: '订单状态', paid_at: '付款时间', channel: '渠道', currency: '币种',
			},
			why: 'a Chinese shop, unit in brackets',
		},
		{
			headers: ['Order ID', 'Total', 'Amount Paid', 'Date', 'Customer', 'Customer Name'],
			mapping: {
				number: 'Order ID', amount: 'Amount Paid', placed_at: 'Date', customer: 'Customer',
				customer_name: 'Customer Name',
			},
			why: 'of two money columns the one that was paid',
		},
		{
			headers: ['NUMBER', 'placed_at', 'customer', 'amount', 'external-id'],
			mapping: {
				number: 'NUMBER', placed_at: 'placed_at', customer: 'customer', amount: 'amount', external_id: 'external-id',
			},
			why: 'our own names in any writing',
		},
		{
			headers: ['发票号码', '开票日期', '客户代码', '价税合计', 'line', 'column', 'reason'],
			mapping: { number: '发票号码', placed_at: '开票日期', customer: '客户代码', amount: '价税合计' },
			why: 'a reject file that comes back: its own three columns mean nothing',
		},
	])('$why', ({ headers, mapping }) => {
		expect(map(headers)).toEqual({ mapping, problems: [] });
	});

	it('lets the user name a column, and takes it away from the guesses', () => {
		const headers = ['No', 'Date', 'Customer', 'Amount', 'Deposit'];
		expect(map(headers, { amount: 'deposit' }).mapping).toMatchObject({ amount: 'Deposit' });
		expect(map(headers, { external_id: 'No' }).problems).toMatchObject([{ code: 'column_missing', target: 'number' }]);
	});

	it('leaves a target out when the user names no header for it', () => {
		const headers = ['No', 'Date', 'Customer', 'Amount', 'Status'];
		expect(map(headers, { status: '' }).mapping).not.toHaveProperty('status');
	});

	it.each([
		{ headers: ['No', 'Date', 'Who', 'Amount'], wanted: {}, code: 'column_missing', target: 'customer', why: 'no customer' },
		{ headers: ['No', 'Date', 'Customer', 'Amount'], wanted: { amount: 'Betrag' }, code: 'unknown_header', target: 'amount', why: 'a header that is not there' },
		{ headers: ['No', 'Date', 'Customer', 'A', 'A'], wanted: { amount: 'A' }, code: 'header_twice', target: 'amount', why: 'which of the two?' },
	])('refuses $why', ({ headers, wanted, code, target }) => {
		expect(map(headers, wanted).problems).toMatchObject([{ code, target, headers }]);
	});

	it('guesses every name of the list when it stands alone', () => {
		for (const target of TARGETS) {
			for (const name of HEADER_NAMES[target]) {
				expect(Object.keys(map([name]).mapping), `${name} for ${target}`).toContain(target);
			}
		}
	});
});

describe('parseMapOption', () => {
	it.each([
		{ text: 'number=Invoice No,amount=Total', wanted: { number: 'Invoice No', amount: 'Total' }, why: 'two pairs' },
		{ text: 'amount=Total, CNY, number=No', wanted: { amount: 'Total, CNY', number: 'No' }, why: 'a comma in a header' },
		{ text: 'amount=a=b', wanted: { amount: 'a=b' }, why: 'an equals sign in a header' },
		{ text: 'status=', wanted: { status: '' }, why: 'leave out' },
		{ text: '', wanted: {}, why: 'nothing' },
	])('$why', ({ text, wanted }) => {
		expect(parseMapOption(text)).toEqual({ wanted });
	});

	it.each([
		{ text: 'total=Total', wrong: 'total=Total', why: 'no target of that name' },
		{ text: 'amount', wrong: 'amount', why: 'no header' },
	])('refuses $text: $why', ({ text, wrong }) => {
		expect(parseMapOption(text)).toEqual({ wrong });
	});
});
