import type { Dialect } from './dialect.ts';

export interface UpdateFrom {
	/** The table to change; called `t` in the expressions. */
	table: string;
	source: string;
	on: string;
	set: Record<string, string>;
	where: string;
}

/** One statement that changes a table from another one: UPDATE … FROM, or UPDATE … JOIN on MySQL. */
export function updateFrom(dialect: Dialect, { table, source, on, set, where }: UpdateFrom): string {
	const assignments = (prefix: string) =>
		Object.entries(set)
			.map(([column, expression]) => `${prefix}${column} = ${expression}`)
			.join(', ');
	if (dialect.name === 'mysql') {
		return `UPDATE ${table} t JOIN (${source}) ON ${on} SET ${assignments('t.')} WHERE ${where}`;
	}
	return `UPDATE ${table} AS t SET ${assignments('')} FROM ${source} WHERE ${on} AND ${where}`;
}
