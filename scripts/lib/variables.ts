/** Variables of the environment that are ours, or to which we give a default of our own. One row each. */
export interface Variable {
	name: string;
	/** What holds when nothing is set; null where there is no default. */
	default: string | null;
	/** Who reads it: our commands, our plugins inside Directus, or Directus itself. */
	readBy: 'commands' | 'plugins' | 'directus';
	says: string;
}

export const VARIABLES: Variable[] = [
	{ name: 'PORT', default: '8055', readBy: 'directus', says: 'port it listens on' },
	{ name: 'HOST', default: '127.0.0.1', readBy: 'directus', says: 'address it listens on; 0.0.0.0 for all' },
	{ name: 'PUBLIC_URL', default: 'http://HOST:PORT', readBy: 'directus', says: 'the address people type' },
	{ name: 'SECRET', default: 'made once, in the data folder', readBy: 'directus', says: 'signs tokens; the same on every replica' },
	{ name: 'ADMIN_EMAIL', default: 'admin@example.com', readBy: 'directus', says: 'login of the first administrator' },
	{ name: 'ADMIN_PASSWORD', default: 'made once, printed', readBy: 'directus', says: 'password of the first administrator' },
	{ name: 'ADMIN_TOKEN', default: null, readBy: 'directus', says: 'fixed token of the first administrator' },
	{ name: 'PROJECT_OWNER', default: 'ADMIN_EMAIL', readBy: 'directus', says: 'keeps Directus from asking who owns the project' },
	{ name: 'DB_CLIENT', default: 'sqlite3', readBy: 'directus', says: 'sqlite3, pg or mysql (MariaDB is mysql)' },
	{ name: 'DB_CONNECTION_STRING', default: null, readBy: 'directus', says: 'address of the database' },
	{ name: 'CRM_DATA_DIR', default: './data', readBy: 'commands', says: 'SQLite file, uploads, generated secrets' },
	{ name: 'CRM_SEED', default: 'demo', readBy: 'plugins', says: 'demo or reference rows at the first start' },
	{ name: 'CRM_SCHEDULES', default: 'on', readBy: 'plugins', says: 'off stops everything that runs by the clock' },
	{ name: 'CRM_PUBLIC_LIMIT', default: '120', readBy: 'plugins', says: 'public POSTs per minute, address and endpoint; 0 for no limit' },
	{ name: 'CRM_ROLES', default: null, readBy: 'plugins', says: 'granular or basic: roles with or without row rules; found out where not set' },
	{ name: 'CRM_COLLECTION_LIMIT', default: null, readBy: 'plugins', says: 'collections the licence of Directus 12 allows; unlimited, or a number' },
];
