import { label } from '../fields.ts';
import type { RoleSpec } from '../roles/model.ts';

/** Who works with the CRM. Rights stand in `rights.ts` here and in the folders of the plugins. */
export const ROLES: RoleSpec[] = [
	{
		id: 'admin',
		name: label('CRM 管理员', 'CRM administrator'),
		description: label(
			'维护整个客户关系系统：全部数据、评分模型、设置和导入。',
			'Keeps the CRM in order: all data, scoring models, settings, imports.',
		),
		icon: 'manage_accounts',
		studio: true,
		role: '6617e399-3bc4-4aed-adba-0f9ab6e7f154',
		policy: { granular: '6c7d91e6-b77e-4d2d-a9c6-f6317c746323', basic: 'bfd8e629-9dfd-487f-b197-ca40d79ede10' },
		access: { granular: '6d406c6e-4ff8-4f5b-80bc-817b9d8be8e3', basic: '73294d23-0c02-4180-b7cd-108e138c0e29' },
	},
	{
		id: 'manager',
		name: label('销售经理', 'Sales manager'),
		description: label(
			'带领销售团队：查看并分配全部客户，导入订单，运行评分。',
			'Leads the sales team: sees all customers, assigns them, imports orders, runs the scoring.',
		),
		icon: 'supervisor_account',
		studio: true,
		role: 'e0e4af07-dfef-4c81-83fb-7e746a377fbd',
		policy: { granular: 'fa975ba6-5129-42fd-b14d-67652301b73f', basic: '2bc3d041-08b3-4702-9b3b-874c913cf672' },
		access: { granular: '556210cd-0ddf-4461-adce-445649c49a51', basic: '20b28f57-8301-4e7f-9444-ba501c742045' },
	},
	{
		id: 'representative',
		name: label('销售代表', 'Sales representative'),
		description: label(
			'负责自己名下的客户以及与之相关的一切。',
			'Looks after the customers that they own, and everything that belongs to these.',
		),
		icon: 'badge',
		studio: true,
		role: '54085191-15b1-4a65-9c4e-c2edccba34d7',
		policy: { granular: '3156b797-65e5-4ab0-8bc3-126b48b1a49b', basic: '2f136fd4-2476-4d64-849d-790a361b45c1' },
		access: { granular: '014e4713-a6ec-453b-942c-9ae438281fe9', basic: '2953f5c6-ab6c-453c-a532-c8e9adacac9a' },
	},
	{
		id: 'service',
		name: label('客服专员', 'Service agent'),
		description: label(
			'接待所有客户：查询资料、记录互动、约定任务、更新联系方式和同意状态。',
			'Answers all customers: looks them up, logs contacts, agrees tasks, keeps contact data and consents right.',
		),
		icon: 'support_agent',
		studio: true,
		role: 'a70d370c-cb95-4b4a-b99e-95c3c76222d3',
		policy: { granular: '65786f4e-e925-411b-be82-256871f24efe', basic: '4bad605b-a803-46f4-b398-4a292d86dfce' },
		access: { granular: '10438bd0-310c-4f64-84ed-4797bdf9d570', basic: 'c03775d2-64c9-4489-b922-8ab32123835b' },
	},
	{
		id: 'integrator',
		name: label('系统集成', 'Integrator'),
		description: label(
			'供 ERP、商城等程序用令牌访问，不能登录后台。',
			'For programs with a token, such as an ERP or a shop. Cannot log in to the Studio.',
		),
		icon: 'api',
		studio: false,
		role: '1cbb1f67-d8cb-4841-9a61-ccf66feb9afa',
		policy: { granular: '01bf7d2b-4fc9-45d5-a677-e862620cf6b4', basic: 'fc3fa331-3585-4655-ae1d-10bde8986bcb' },
		access: { granular: 'b83770ce-d188-40c4-9a52-aca6011df9cf', basic: 'a10040ba-ff7b-43c3-ad1a-03b45234b595' },
	},
];
