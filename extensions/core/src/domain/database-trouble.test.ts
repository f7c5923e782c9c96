import { expect, it } from 'vitest';
import { databaseTrouble } from './database-trouble.ts';

it.each([
	['a wrong password on PostgreSQL', 'error: password authentication failed for user "crm"', /^The database refused user or password \(.*"crm"\)\. Check DB_USER and DB_PASSWORD/],
	['a wrong password on MySQL', "ER_ACCESS_DENIED_ERROR: Access denied for user 'crm'@'localhost' (using password: YES)", /refused user or password.*DB_PASSWORD/],
	['a database that is not there', 'database "crm" does not exist', /^There is no such database .*Create it/],
	['the same on MySQL', "Unknown database 'crm'", /^There is no such database/],
	['a port on which nobody listens', 'connect ECONNREFUSED 127.0.0.1:5432', /cannot be reached .*DB_HOST and DB_PORT/],
	['a full disk under SQLite', 'insert into `x` (`a`) values (1) - SQLITE_FULL: database or disk is full', /^The disk is full \(SQLITE_FULL: database or disk is full\)\. Free some space/],
	['a full disk under PostgreSQL', 'could not extend file "base/1/2": No space left on device', /^The disk is full/],
	['a server that ended', 'Connection terminated unexpectedly', /was lost .*do the same again/],
	['a server told to end', 'terminating connection due to administrator command', /was lost/],
	['no right to make tables', 'permission denied for schema public', /lacks a right .*owner/],
	['a database file of another user', 'SQLITE_READONLY: attempt to write a readonly database', /cannot be written .*CRM_DATA_DIR/],
	['the line among others, without colours and password', 'start\n\u001b[31mERROR\u001b[39m: connect ECONNREFUSED postgres://u:secret@h:1/x\n  at x', /^The database cannot be reached \(ERROR: connect ECONNREFUSED postgres:\/\/u:\*\*\*@h:1\/x\)\./],
])('%s', (_why, said, line) => {
	expect(databaseTrouble(said)).toMatch(line);
	expect(databaseTrouble(said)).not.toContain('\n');
});

it('says nothing about what it does not know', () => {
	expect(databaseTrouble('Scoring model was not found.')).toBeNull();
});
