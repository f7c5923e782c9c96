import { pick } from '@guanxi/core/app/words.ts';

interface Wording {
	points: string;
	isReasonRequired: boolean;
	/** Points or a reward: one of them. */
	takesReward?: boolean;
}

const HINT = '{{ $trigger.payload.customer }}';

/** Whose points, how many, why, and by what a repetition is known. */
export const moveOptions = ({ points, isReasonRequired, takesReward = false }: Wording) => [
	{
		field: 'account',
		name: pick('会员账户（编号）', 'Account (id)'),
		type: 'string' as const,
		meta: { width: 'half' as const, interface: 'input', note: pick('或填写下面的客户。', 'Or name the customer below.') },
	},
	{
		field: 'customer',
		name: pick('客户（编号）', 'Customer (id)'),
		type: 'string' as const,
		meta: { width: 'half' as const, interface: 'input', options: { placeholder: HINT } },
	},
	{
		field: 'program',
		name: pick('会员计划', 'Loyalty program'),
		type: 'string' as const,
		meta: {
			width: 'half' as const,
			interface: 'crm-core-record-select',
			options: { collectionName: 'crm_loyalty_programs', valueField: 'key', labelFields: ['name'] },
			note: pick('客户只加入了一个计划时可不填。', 'May stay empty where the customer is in one program.'),
		},
	},
	{
		field: 'points',
		name: points,
		type: 'string' as const,
		meta: {
			width: 'half' as const,
			interface: 'input',
			required: !takesReward,
			options: { placeholder: '{{ $trigger.payload.points }}' },
			...(takesReward ? { note: pick('或选择右侧的礼品，二者填一。', 'Or choose a reward: one of the two.') } : {}),
		},
	},
	...(takesReward ? [reward()] : []),
	{
		field: 'reason',
		name: pick('原因', 'Reason'),
		type: 'string' as const,
		meta: { width: 'half' as const, interface: 'input', required: isReasonRequired, note: pick('记入积分流水。', 'Kept with the entry.') },
	},
	{
		field: 'key',
		name: pick('防重复标识', 'Once per'),
		type: 'string' as const,
		meta: {
			width: 'half' as const,
			interface: 'input',
			options: { placeholder: '{{ $trigger.key }}' },
			note: pick(
				'同一标识在此流程中只执行一次。留空时，新建记录触发的流程每条记录一次，其他触发方式每次运行都执行。',
				'Done once for the same text in this Flow. Left empty: once for each created row, and with every run where something else sets the Flow off.',
			),
		},
	},
];

const reward = () => ({
	field: 'reward',
	name: pick('礼品', 'Reward'),
	type: 'string' as const,
	meta: {
		width: 'half' as const,
		interface: 'crm-core-record-select',
		options: { collectionName: 'crm_loyalty_rewards', valueField: 'key', labelFields: ['name'] },
		note: pick('扣减它的积分，结果中带有兑换券码。', 'Takes its points; the answer has the code of the voucher.'),
	},
});

/** What the tile in the Flow shows. */
export const moveOverview = ({ account, customer, points, reward: named }: Record<string, unknown>) => [
	{ label: pick('会员', 'Member'), text: String(account ?? customer ?? '') },
	named ? { label: pick('礼品', 'Reward'), text: String(named) } : { label: pick('积分', 'Points'), text: String(points ?? '') },
];
