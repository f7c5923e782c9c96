import type { Locale, Words } from '../../domain/words.ts';
import type { Host } from '../directus.ts';

/** What the path of the page says, by the names in it. */
type PathParams = Record<string, string>;

/** Who reads the page. */
export interface Reader {
	locale: Locale;
	params: PathParams;
	/** For links and forms of the page: a relative path, which goes on in the reader's language. */
	link: (path: string) => string;
	/** What they typed into the form that was refused; empty on any other page. */
	typed: Readonly<Record<string, string>>;
}

/** How people see what an operation answers; programs get it as JSON. */
export interface Page<Answer> {
	/** Liquid in the layout that all pages share; `{{ }}` escapes. `{{ t.name }}` are the words, the rest is what `view` gives. */
	body: string;
	words: Words;
	view: (answer: Answer, reader: Reader) => { title: string };
	/** Where readers may go on when it fails; a relative path. */
	back?: (params: PathParams) => string;
}

/** After a form: the page to go to, so that a reload sends nothing again, and where to go on when it fails. Relative paths. */
export interface AfterForm<Answer> {
	goTo: (answer: Answer) => string;
	back: (params: PathParams) => string;
	/** The form, to be shown once more with what was typed: nobody writes a letter twice because of a telephone number. */
	again?: { page: Page<never>; read: (host: Host) => Promise<unknown> };
}
