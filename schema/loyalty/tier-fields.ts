import { between, choice, day, json, label, listColumn, longText, option, section, text, whole, yesNo } from '../fields.ts';
import type { FieldSpec, Label } from '../model.ts';
import { AMBER, GREEN } from '../core/colors.ts';

const group = 'tier_section';

const number = (field: string, name: Label, note: Label, options: Record<string, unknown>) =>
	listColumn(field, name, 'integer', { note, options: { step: 1, ...options } });

/** How members rise and fall, by growth value; nobody types JSON. */
export const tierFields: FieldSpec[] = [
	section(group, label('会员等级', 'Tiers'), { options: { start: 'open', headerIcon: 'military_tech' } }),
	json('tiers', label('等级（由低到高）', 'Tiers, lowest first'), {
		group,
		interface: 'list',
		note: label(
			'按成长值升级；成长值只用于定级，不能兑换。未达到第一级的会员没有等级。留空表示不分等级。',
			'Members rise by growth value, which is for tiers only and is never spent. Who has not reached the first tier has none. Empty means no tiers.',
		),
		options: {
			template: '{{name}} · {{qualify_min}}',
			addLabel: label('添加等级', 'Add a tier'),
			fields: [
				listColumn('key', label('标识', 'Key'), 'string', {
					required: true,
					note: label('接口使用，例如 gold；有会员后不要更改。', 'Used by the API, e.g. gold. Leave it as it is once members have it.'),
					options: { slug: true, trim: true },
				}),
				listColumn('name', label('名称', 'Name'), 'string', { required: true }),
				number('qualify_min', label('升级所需成长值', 'Growth value to rise'), label('达到后立即升级。', 'Who reaches it rises at once.'), { min: 1 }),
				number(
					'keep_min',
					label('保级所需成长值', 'Growth value to keep it'),
					label('到期时至少需要；留空表示与升级相同。', 'Needed on the last day. Empty means as much as to rise.'),
					{ min: 0 },
				),
				listColumn('color', label('颜色', 'Colour'), 'string', { interface: 'select-color' }),
				listColumn('discount_percent', label('折扣（%）', 'Discount (%)'), 'float', {
					options: { min: 0, max: 100, step: 0.5 },
					note: label('告知收银系统，本系统不计算价格。', 'Told to the till; prices are not reckoned here.'),
				}),
				listColumn('benefits', label('权益', 'Benefits'), 'text', { interface: 'input-multiline', width: 'full' }),
			],
		},
	}),
	choice(
		'tier_window',
		label('统计周期', 'Growth value counts'),
		[
			option('rolling_months', '最近若干个月', 'In the latest months'),
			option('rolling_days', '最近若干天', 'In the latest days'),
			option('calendar_year', '自然年', 'By calendar year'),
			option('membership_year', '会员年（从入会日起）', 'By year of membership'),
			option('lifetime', '终身累计', 'For life'),
		],
		{
			group,
			default: 'rolling_months',
			note: label(
				'升级后，等级有效到下一周期结束；终身累计不会降级。',
				'A tier lasts until the end of the next period; for life it is never lost.',
			),
		},
	),
	whole('tier_window_length', label('周期长度', 'Length'), {
		group,
		default: 12,
		...between('tier_window_length', 1, 3650),
		note: label('多少个月或多少天。', 'How many months or days.'),
		conditions: [
			{
				name: 'Only for rolling windows',
				rule: { _and: [{ tier_window: { _in: ['calendar_year', 'membership_year', 'lifetime'] } }] },
				hidden: true,
			},
		],
	}),
	choice(
		'tier_downgrade',
		label('未保级时', 'When it is not kept'),
		[option('one_down', '降一级', 'One tier down', AMBER), option('requalify', '按成长值重新定级', 'By growth value', GREEN)],
		{ group, default: 'one_down', note: label('只在等级到期时降级。', 'Nobody falls before the last day of the tier.') },
	),
	whole('tier_grace_days', label('宽限天数', 'Days of grace'), {
		group,
		default: 0,
		...between('tier_grace_days', 0, 365),
		note: label('到期未达标时再保留这么多天，期间补足即保级。', 'So many days more; who makes up what is missing keeps the tier.'),
	}),
	yesNo('tier_revoke_on_refund', label('退款后收回等级', 'Taken back after refunds'), {
		group,
		note: label(
			'退款使升级时的成长值不再达标，立即收回；否则保留到期。',
			'When a refund leaves less than what the tier rests upon, it is lost at once; otherwise it stays until its last day.',
		),
	}),
];

const seen = { readonly: true } as const;

/** What an account shows of its tier. */
export const accountTierFields: FieldSpec[] = [
	text('tier', label('等级', 'Tier'), {
		...seen,
		maxLength: 31,
		note: label('会员计划中的等级标识；空表示未定级。', 'Its key in the program. Empty means none reached yet.'),
	}),
	day('tier_since', label('定级日', 'Tier since'), seen),
	day('tier_until', label('等级有效期至', 'Tier until'), {
		...seen,
		note: label('此日过后重新评定；空表示不再评定。', 'Looked at again when this day is over. Empty means never.'),
	}),
	yesNo('tier_at_risk', label('宽限期内', 'In days of grace'), {
		...seen,
		note: label('未达保级要求，宽限期满将降级。', 'Too little to keep the tier; it is lost when they are over.'),
	}),
	day('tier_locked_until', label('人工定级至', 'Set by hand until'), {
		...seen,
		note: label('在此日之前按人工指定的等级。', 'Until then the tier is as somebody set it.'),
	}),
	longText('tier_state', label('定级依据', 'Standing'), { ...seen, hidden: true }),
];
