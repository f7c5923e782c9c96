interface Trouble {
	/** How the drivers and servers of SQLite, PostgreSQL and MySQL say it. */
	says: RegExp;
	what: string;
	cure: string;
}

const TROUBLES: Trouble[] = [
	{
		says: /SQLITE_FULL|database or disk is full|ENOSPC|no space left|could not extend file|disk full|table .* is full/i,
		what: 'The disk is full',
		cure: 'Free some space where the database and CRM_DATA_DIR are, and do the same again: what is done is skipped.',
	},
	{
		says: /password authentication failed|no password supplied|password must be a string|access denied for user|authentication method/i,
		what: 'The database refused user or password',
		cure: 'Check DB_USER and DB_PASSWORD, or those in DB_CONNECTION_STRING.',
	},
	{
		says: /database "[^"]*" does not exist|unknown database/i,
		what: 'There is no such database',
		cure: 'Create it (CREATE DATABASE …), or check DB_DATABASE or the end of DB_CONNECTION_STRING.',
	},
	{
		says: /permission denied for (schema|database|table)|command denied to user|must be owner of/i,
		what: 'The database user lacks a right',
		cure: 'Let DB_USER create and change tables there: make it the owner of the database.',
	},
	{
		says: /SQLITE_READONLY|readonly database|read-only (transaction|mode)|SQLITE_CANTOPEN|unable to open database file/i,
		what: 'The database cannot be written',
		cure: 'Check the rights on CRM_DATA_DIR, or that DB_HOST is the primary server and no replica.',
	},
	{
		says: /SQLITE_CORRUPT|SQLITE_NOTADB|disk image is malformed|file is not a database/i,
		what: 'The database file is damaged',
		cure: 'Restore your last backup (docs/operations.md).',
	},
	{
		says: /too many (clients|connections)|remaining connection slots/i,
		what: 'The database takes no more connections',
		cure: 'Stop other programs, lower DB_POOL__MAX, or raise its limit.',
	},
	{
		says: /SQLITE_BUSY|database is locked/i,
		what: 'Another program holds the database',
		cure: 'Wait until it has finished, or stop it, and do the same again.',
	},
	{
		says: /terminat(ed|ing) (unexpectedly|connection|due)|server closed the connection|connection lost|database system is (shutting down|starting up)|ECONNRESET|PROTOCOL_CONNECTION_LOST/i,
		what: 'The connection to the database was lost',
		cure: 'Start the database again, look into its log, and do the same again: what is done is skipped.',
	},
	{
		says: /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ETIMEDOUT|ENETUNREACH|timeout acquiring a connection|can't connect to the database/i,
		what: 'The database cannot be reached',
		cure: 'Start it, and check DB_CONNECTION_STRING or DB_HOST and DB_PORT.',
	},
];

/** One line with the cure for what a database said, or null where it said nothing that we know. */
export function databaseTrouble(said: string): string | null {
	for (const { says, what, cure } of TROUBLES) {
		const line = said.split('\n').find((text) => says.test(text));
		if (line) return `${what} (${inShort(line)}). ${cure}`;
	}
	return null;
}

const LONGEST = 200;

/** Without the statement that knex puts before it, the colours of a log, and a password in an address. */
function inShort(line: string): string {
	const plain = line.replace(/\u001b\[[\d;]*m/g, '').split(' - ').at(-1)!.trim().replace(/[.\s]+$/, '');
	return plain.replace(/:[^:@/\s]+@/g, ':***@').slice(0, LONGEST);
}
