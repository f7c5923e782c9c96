import type { Locale, Words } from '../../domain/words.ts';

/** Who reads the page. */
export interface Reader {
	locale: Locale;
	/** For links and forms of the page: a relative path, which goes on in the reader's language. */
	link: (path: string) => string;
}

/** How people see what an operation answers; programs get it as JSON. */
export interface Page<Answer> {
	/** Liquid in the layout that all pages share; `{{ }}` escapes. `{{ t.name }}` are the words, the rest is what `view` gives. */
	body: string;
	words: Words;
	view: (answer: Answer, reader: Reader) => { title: string };
}

/** After a form: the page to go to, so that a reload sends nothing again, and where the reader came from. Relative paths. */
export interface AfterForm<Answer, Params> {
	goTo: (answer: Answer) => string;
	back: (params: Params) => string;
}
