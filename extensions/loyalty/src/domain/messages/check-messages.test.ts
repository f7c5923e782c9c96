import { describe, expect, it } from 'vitest';
import { checkMessages } from './check-messages.ts';
import { MESSAGE_KINDS, namesOf } from './member-message.ts';
import { defaultText } from './message-words.ts';

describe('messages of a program', () => {
	it.each([
		[null, [], 'none of its own'],
		[[{ kind: 'joined', off: true }], [], 'one turned off'],
		[[{ kind: 'joined', subject: '{{ program }}', text: '{{ name }}' }], [], 'other words'],
		['x', ['messages not_a_list'], 'no list'],
		[[{ kind: 'birthday' }], ['messages.0.kind not_a_choice'], 'no such message'],
		[[{ kind: 'joined' }, { kind: 'joined' }], ['messages.1.kind repeated_message'], 'twice: which one?'],
		[[{ kind: 'joined', text: '{{ nmae }}' }], ['messages.0.text unknown_placeholder'], 'a slip of the pen'],
		[[{ kind: 'joined', text: '{{ missing }}' }], ['messages.0.text unknown_placeholder'], 'another message’s placeholder'],
		[[{ kind: 'joined', subject: '{{ name' }], ['messages.0.subject broken_template'], 'never closed'],
		[[{ kind: 'joined', subject: 7 }], ['messages.0.subject not_text'], 'no text'],
		[[{ kind: 'joined', subject: 'x'.repeat(201) }], ['messages.0.subject text_too_long'], 'no mail program shows more'],
	])('%j: %j (%s)', (messages, problems, _why) => {
		expect(checkMessages(messages).map(({ field, reason }) => `${field} ${reason}`)).toEqual(problems);
	});

	it.each(MESSAGE_KINDS)('our own words for %s pass in both languages', (kind) => {
		for (const locale of ['zh-CN', 'en-US'] as const) expect(checkMessages([{ kind, ...defaultText(kind, locale) }])).toEqual([]);
	});

	it('names what there is', () => {
		expect(checkMessages([{ kind: 'joined', text: '{{ x }}' }])[0]).toMatchObject({ params: { name: 'x', names: Object.keys(namesOf('joined')) } });
	});
});
