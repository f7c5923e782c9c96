import type { ApiOperation } from '@guanxi/core/openapi';
import * as answers from './answers.ts';
import * as requests from './requests.ts';

const model = '/crm/abc/models/{key}';
const common = { tag: 'ABC scoring', errors: [404] } as const;

/** The bundle's part of `GET /crm/openapi.json`. */
export const OPERATIONS: ApiOperation[] = [
	{
		...common,
		method: 'post',
		path: `${model}/run`,
		summary: 'Score all customers of a model; the same run repeated changes nothing',
		params: requests.ModelParams,
		body: requests.RunBody,
		answer: answers.RunAnswer,
		errors: [404, 409],
	},
	{
		...common,
		method: 'post',
		path: '/crm/abc/models/preview',
		summary: 'What an unsaved model would do; writes nothing',
		body: requests.PreviewBody,
		answer: answers.PreviewAnswer,
		errors: [],
	},
	{
		...common,
		method: 'post',
		path: `${model}/primary`,
		summary: 'Make a model without a customer filter the primary one, in place of the present one',
		params: requests.ModelParams,
		body: requests.NoBody,
		answer: answers.PrimaryAnswer,
		errors: [404, 409],
	},
	{
		...common,
		method: 'get',
		path: `${model}/summary`,
		summary: 'Class table of the last run',
		params: requests.ModelParams,
		answer: answers.SummaryAnswer,
	},
	{
		...common,
		method: 'get',
		path: `${model}/pareto`,
		summary: 'Share of value by share of customers, from (0,0) to (1,1)',
		params: requests.ModelParams,
		query: requests.ParetoQuery,
		answer: answers.ParetoAnswer,
	},
	{
		...common,
		method: 'get',
		path: `${model}/customers/{id}`,
		summary: 'Why a customer has its class',
		params: requests.CustomerParams,
		answer: answers.CustomerAnswer,
	},
	{
		...common,
		method: 'get',
		path: `${model}/changes`,
		summary: 'Class changes in a period',
		params: requests.ModelParams,
		query: requests.PeriodQuery,
		answer: answers.ChangesAnswer,
	},
	{
		...common,
		method: 'get',
		path: '/crm/abc/effort',
		summary: 'Staff effort per class against its share of value',
		query: requests.EffortQuery,
		answer: answers.EffortAnswer,
	},
];
