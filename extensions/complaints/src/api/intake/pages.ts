import { formatDate } from '@guanxi/core/app/format.ts';
import type { Page } from '@guanxi/core/page';
import { sentence, type Phrase, type Words } from '@guanxi/core/words';
import type { z } from 'zod';
import type { FormAnswer, StatusAnswer } from '../../contract/intake-answers.ts';
import { PROGRESS } from '../../domain/intake/intake-words.ts';
import type { IntakeBody } from './requests.ts';

const FORM_WORDS = {
	title: ['投诉与建议', 'Complaints and suggestions'],
	intro: ['请告诉我们发生了什么。您会得到一个受理编号和查询进度的链接。', 'Tell us what happened. You get a reference, and a link to see how far it is.'],
	type: ['类别', 'What it is'],
	name: ['姓名', 'Your name'],
	contact: ['电话或电子邮箱', 'Phone or e-mail'],
	contact_hint: ['我们只用它来答复您。', 'We use it only to answer you.'],
	order: ['订单号（选填）', 'Order number (optional)'],
	category: ['问题分类（选填）', 'What it is about (optional)'],
	choose: ['请选择', 'Choose'],
	subject: ['主题', 'In a few words'],
	body: ['详细情况', 'What happened'],
	remedy: ['希望如何解决（选填）', 'What would settle it (optional)'],
	leave_empty: ['请勿填写', 'Leave this empty'],
	send: ['提交', 'Send'],
} as const satisfies Words;

const KINDS: Record<z.output<typeof IntakeBody>['type'], Phrase> = {
	complaint: ['投诉', 'Complaint'],
	suggestion: ['建议', 'Suggestion'],
	inquiry: ['咨询', 'Question'],
	service_request: ['服务请求', 'Service request'],
	compliment: ['表扬', 'Compliment'],
};

/** What stays when the form is refused. */
const TYPED = ['type', 'name', 'contact', 'order_number', 'category', 'subject', 'body', 'remedy_sought'] as const;

/** The names of the fields are those of the API. Only what is really needed is required, and the browser says so by itself. */
export const FORM_PAGE: Page<z.output<typeof FormAnswer>> = {
	words: FORM_WORDS,
	body: `<h1>{{ title }}</h1>
<p>{{ t.intro }}</p>
<form method="post" action="{{ action }}" enctype="multipart/form-data" class="card">
<input type="hidden" name="key" value="{{ key }}">
<p class="field"><label for="type">{{ t.type }}</label><select id="type" name="type">{% for kind in kinds %}
<option value="{{ kind.value }}"{% if kind.value == typed.type %} selected{% endif %}>{{ kind.name }}</option>{% endfor %}</select></p>
<p class="field"><label for="name">{{ t.name }}</label><input id="name" name="name" value="{{ typed.name }}" autocomplete="name" maxlength="120" required></p>
<p class="field"><label for="contact">{{ t.contact }}</label><input id="contact" name="contact" value="{{ typed.contact }}" maxlength="254" required aria-describedby="contact-hint"><br><span class="quiet" id="contact-hint">{{ t.contact_hint }}</span></p>
<p class="field"><label for="order_number">{{ t.order }}</label><input id="order_number" name="order_number" value="{{ typed.order_number }}" maxlength="255" autocomplete="off"></p>
<p class="field"><label for="category">{{ t.category }}</label><select id="category" name="category"><option value="">{{ t.choose }}</option>{% for category in categories %}
<option value="{{ category }}"{% if category == typed.category %} selected{% endif %}>{{ category }}</option>{% endfor %}</select></p>
<p class="field"><label for="subject">{{ t.subject }}</label><input id="subject" name="subject" value="{{ typed.subject }}" maxlength="255" required></p>
<p class="field"><label for="body">{{ t.body }}</label><textarea id="body" name="body" rows="8" maxlength="20000" required>
{{ typed.body }}</textarea></p>
<p class="field"><label for="remedy_sought">{{ t.remedy }}</label><textarea id="remedy_sought" name="remedy_sought" rows="2" maxlength="500">
{{ typed.remedy_sought }}</textarea></p>
<div hidden><label for="website">{{ t.leave_empty }}</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div>
<button type="submit">{{ t.send }}</button>
</form>`,
	view: ({ categories, key }, { locale, link, typed }) => ({
		title: sentence(FORM_WORDS.title, locale),
		action: link('intake'),
		categories: categories.map(({ zh, en }) => (locale === 'zh-CN' ? zh : en)),
		key,
		kinds: Object.entries(KINDS).map(([value, name]) => ({ value, name: sentence(name, locale) })),
		typed: Object.fromEntries(TYPED.map((name) => [name, typed[name] ?? ''])),
	}),
};

const STATUS_WORDS = {
	reference: ['受理编号', 'Reference'],
	received: ['收到日期', 'Received on'],
	closed: ['结案日期', 'Closed on'],
	progress: ['进度', 'How far it is'],
	decision: ['我们的决定', 'Our decision'],
	recourse: ['其他救济途径', 'Where else you may turn'],
	keep: ['请保存本页地址，以便随时查询。', 'Keep the address of this page to look again.'],
	again: ['提交另一件', 'Send another one'],
} as const satisfies Words;

const TITLES: Record<z.output<typeof StatusAnswer>['type'], Phrase> = {
	complaint: ['您的投诉', 'Your complaint'],
	suggestion: ['您的建议', 'Your suggestion'],
	inquiry: ['您的咨询', 'Your question'],
	service_request: ['您的服务请求', 'Your request'],
	compliment: ['您的表扬', 'Your compliment'],
	problem: ['您反映的问题', 'The problem that you told us of'],
};

const DECISIONS: Record<NonNullable<z.output<typeof StatusAnswer>['decision']>['decision'], Phrase> = {
	upheld: ['您的投诉成立。', 'Your complaint is upheld.'],
	partly: ['您的投诉部分成立。', 'Your complaint is upheld in part.'],
	not_upheld: ['您的投诉不成立。', 'Your complaint is not upheld.'],
	adopted: ['您的建议已采纳，谢谢。', 'We will follow your suggestion. Thank you.'],
	declined: ['我们未能采纳。', 'We will not follow it.'],
	answered: ['我们已答复。', 'We have answered.'],
};

/** What becomes of a case, for whoever filed it. */
export const STATUS_PAGE: Page<z.output<typeof StatusAnswer>> = {
	words: STATUS_WORDS,
	body: `<h1>{{ title }}</h1>
<section class="card" aria-labelledby="progress">
<h2 id="progress">{{ t.progress }}</h2>
<p role="status"><strong>{{ progress }}</strong></p>
<dl class="facts">
<div><dt>{{ t.reference }}</dt><dd>{{ reference }}</dd></div>
{% if received %}<div><dt>{{ t.received }}</dt><dd>{{ received }}</dd></div>{% endif %}
{% if closed %}<div><dt>{{ t.closed }}</dt><dd>{{ closed }}</dd></div>{% endif %}
</dl>
{% if subject %}<p class="keep-lines">{{ subject }}</p>{% endif %}
</section>
{% if decision %}<section class="card" aria-labelledby="decision">
<h2 id="decision">{{ t.decision }}</h2>
<p><strong>{{ decision }}</strong></p>
{% if reason %}<p class="keep-lines">{{ reason }}</p>{% endif %}
</section>{% endif %}
{% if recourse %}<section class="card" aria-labelledby="recourse">
<h2 id="recourse">{{ t.recourse }}</h2>
<p class="keep-lines">{{ recourse }}</p>
</section>{% endif %}
<p class="quiet">{{ t.keep }}</p>
<p class="actions"><a class="button second" href="{{ form }}">{{ t.again }}</a></p>`,
	view: ({ type, state, reference, received_at: received, closed_at: closed, timezone, subject, decision, recourse }, { locale, link }) => ({
		title: sentence(TITLES[type], locale),
		progress: sentence(PROGRESS[state], locale),
		reference,
		received: received && formatDate(received, locale, timezone),
		closed: closed && formatDate(closed, locale, timezone),
		subject,
		decision: decision && sentence(DECISIONS[decision.decision], locale),
		reason: decision?.reason ?? null,
		recourse,
		form: link('../form'),
	}),
	back: () => '../form',
};
