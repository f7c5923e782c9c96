import { between, inlineChoices, json, label, listColumn, option, section, whole } from '../fields.ts';
import type { FieldSpec } from '../model.ts';

const group = 'message_section';

const kinds = [
	option('joined', '入会', 'Joined'),
	option('tier_reached', '升级', 'Tier reached'),
	option('tier_at_risk', '等级即将到期', 'Tier at risk'),
	option('voucher_issued', '兑换券已发放', 'Voucher issued'),
	option('reward_given', '获赠礼品', 'Reward given'),
	option('reward_available', '可兑换礼品', 'Reward available'),
	option('points_expiring', '积分即将过期', 'Points expiring'),
];

/** What members are told by mail, and in which words. */
export const messageFields: FieldSpec[] = [
	section(group, label('会员通知', 'Messages to members'), { options: { start: 'closed', headerIcon: 'mail' } }),
	json('messages', label('通知', 'Messages'), {
		group,
		interface: 'list',
		note: label(
			'所有通知默认发送，使用系统自带文字。要关闭某种通知或改写文字，请在此添加一行。',
			'All of them are sent, in words of ours. Add a row to turn one off, or to write your own.',
		),
		options: {
			template: '{{kind}} · {{subject}}',
			addLabel: label('添加一行', 'Add a row'),
			fields: [
				listColumn('kind', label('通知', 'Message'), 'string', {
					required: true,
					interface: 'select-dropdown',
					options: { choices: inlineChoices(kinds) },
				}),
				listColumn('off', label('不发送', 'Not sent'), 'boolean', { interface: 'boolean', options: { label: label('关闭此通知', 'Turned off') } }),
				listColumn('subject', label('主题', 'Subject'), 'string', {
					width: 'full',
					note: label('留空使用系统文字。', 'Empty means our words.'),
				}),
				listColumn('text', label('正文', 'Text'), 'text', {
					width: 'full',
					interface: 'input-multiline',
					note: label(
						'占位符写在双花括号中，例如 name、points、unit、tier、date；写错时保存会列出可用的。留空使用系统文字。',
						'Placeholders stand in double braces, such as name, points, unit, tier, date; a wrong one is refused with a list of them. Empty means our words.',
					),
				}),
			],
		},
	}),
	whole('expiry_notice_days', label('提前提醒天数', 'Notice before expiry'), {
		group,
		default: 30,
		...between('expiry_notice_days', 1, 365),
		note: label(
			'积分到期前至少这么多天发邮件提醒，同样天数内最多一封；留空为 30 天。',
			'So many days before points expire a mail says so, at most one in as many days. Empty means 30.',
		),
	}),
];
