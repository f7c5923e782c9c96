import type { Action } from '../../schema/roles/model.ts';
import { EVERYBODY, type Who } from './world.ts';

/**
 * What each role may do, by hand and in one place: the tests try all of it, docs/guides/roles.md shows it. A collection
 * or operation without a row here fails a test.
 *
 * `all` every row · `own` rows of one's own customers (for service agents: rows they wrote) · `new` may create, for
 * customers they may read · `run` may start it, but change no field · `-` refused
 */
export type Cell = 'all' | 'own' | 'new' | 'run' | '-';

/** Everybody in the order of the columns below. */
const COLUMNS = EVERYBODY;
type Cells = Record<Who, Cell>;

const row = (text: string): Cells => {
	const cells = text.trim().split(/\s+/) as Cell[];
	if (cells.length !== COLUMNS.length) throw new Error(`"${text}" needs ${COLUMNS.length} cells`);
	return Object.fromEntries(COLUMNS.map((who, index) => [who, cells[index]!])) as Cells;
};

const rows = (create: string, read: string, update: string, remove: string): Record<Action, Cells> => ({
	create: row(create),
	read: row(read),
	update: row(update),
	delete: row(remove),
});

export const COLLECTIONS: Record<string, Record<Action, Cells>> = {
	//      public  representative  service  manager  integrator  admin  directus
	crm_customers: rows(
		'    -       new             new      new      new         new    new',
		'    -       own             all      all      all         all    all',
		'    -       own             all      all      all         all    all',
		'    -       -               -        -        -           all    all',
	),
	crm_contacts: rows(
		'    -       new             new      new      new         new    new',
		'    -       own             all      all      all         all    all',
		'    -       own             all      all      all         all    all',
		'    -       own             -        all      -           all    all',
	),
	crm_products: rows(
		'    -       -               -        new      new         new    new',
		'    -       all             all      all      all         all    all',
		'    -       -               -        all      all         all    all',
		'    -       -               -        -        -           all    all',
	),
	crm_orders: rows(
		'    -       new             -        new      new         new    new',
		'    -       own             all      all      all         all    all',
		'    -       own             -        all      all         all    all',
		'    -       -               -        -        -           all    all',
	),
	crm_order_lines: rows(
		'    -       new             -        new      new         new    new',
		'    -       own             all      all      all         all    all',
		'    -       own             -        all      all         all    all',
		'    -       own             -        all      all         all    all',
	),
	crm_interactions: rows(
		'    -       new             new      new      new         new    new',
		'    -       own             all      all      all         all    all',
		'    -       own             own      all      all         all    all',
		'    -       own             -        all      -           all    all',
	),
	crm_tasks: rows(
		'    -       new             new      new      new         new    new',
		'    -       own             all      all      all         all    all',
		'    -       own             own      all      all         all    all',
		'    -       own             -        all      -           all    all',
	),
	crm_calendars: rows(
		'    -       -               -        -        -           new    new',
		'    -       all             all      all      all         all    all',
		'    -       -               -        -        -           all    all',
		'    -       -               -        -        -           all    all',
	),
	// A single row, so there is nothing to create or delete.
	crm_settings: rows(
		'    -       -               -        -        -           -      -',
		'    -       all             all      all      all         all    all',
		'    -       -               -        -        -           all    all',
		'    -       -               -        -        -           -      -',
	),
	// The log: our own code adds rows; an administrator of Directus may too, because Directus lets them.
	crm_events: rows(
		'    -       -               -        -        -           -      new',
		'    -       own             -        all      all         all    all',
		'    -       -               -        -        -           -      -',
		'    -       -               -        -        -           -      -',
	),
	crm_scoring_models: rows(
		'    -       -               -        -        -           new    new',
		'    -       all             all      all      all         all    all',
		'    -       -               -        run      run         all    all',
		'    -       -               -        -        -           all    all',
	),
	crm_customer_scores: rows(
		'    -       -               -        -        -           -      -',
		'    -       own             -        all      all         all    all',
		'    -       -               -        -        -           -      -',
		'    -       -               -        -        -           -      -',
	),
	crm_loyalty_programs: rows(
		'    -       -               -        -        -           new    new',
		'    -       all             all      all      all         all    all',
		'    -       -               -        -        -           all    all',
		'    -       -               -        -        -           all    all',
	),
	crm_loyalty_rules: rows(
		'    -       -               -        -        -           new    new',
		'    -       all             all      all      all         all    all',
		'    -       -               -        -        -           all    all',
		'    -       -               -        -        -           all    all',
	),
	crm_loyalty_rewards: rows(
		'    -       -               -        -        -           new    new',
		'    -       all             all      all      all         all    all',
		'    -       -               -        -        -           all    all',
		'    -       -               -        -        -           all    all',
	),
	// Points move through the operations alone.
	crm_loyalty_accounts: rows(
		'    -       -               -        -        -           -      -',
		'    -       own             all      all      all         all    all',
		'    -       -               -        -        -           -      -',
		'    -       -               -        -        -           -      -',
	),
	crm_complaints: rows(
		'    -       new             new      new      new         new    new',
		'    -       own             all      all      all         all    all',
		'    -       own             all      all      all         all    all',
		'    -       -               -        -        -           all    all',
	),
	crm_routing_rules: rows(
		'    -       -               -        -        -           new    new',
		'    -       -               all      all      all         all    all',
		'    -       -               -        -        -           all    all',
		'    -       -               -        -        -           all    all',
	),
	crm_sla_policies: rows(
		'    -       -               -        -        -           new    new',
		'    -       -               all      all      all         all    all',
		'    -       -               -        -        -           all    all',
		'    -       -               -        -        -           all    all',
	),
	// Agents say for themselves whether they are there.
	crm_agents: rows(
		'    -       -               -        new      -           new    new',
		'    -       -               all      all      all         all    all',
		'    -       -               own      all      -           all    all',
		'    -       -               -        all      -           all    all',
	),
	crm_loyalty_entries: rows(
		'    -       -               -        -        -           -      -',
		'    -       own             all      all      all         all    all',
		'    -       -               -        -        -           -      -',
		'    -       -               -        -        -           -      -',
	),
};

/** Who may read what our collections point at, and the history of our rows; `own`: files that they uploaded. */
export const SYSTEM: Record<string, Cells> = {
	//                        public  representative  service  manager  integrator  admin  directus
	directus_users: row('     -       all             all      all      all         all    all'),
	directus_files: row('     -       own             own      own      -           own    all'),
	directus_revisions: row(' -       -               -        all      -           all    all'),
};

/** Whether somebody may read such rows: all, their own, or none. */
export const readsOf = (collection: string, who: Who): Cell => (COLLECTIONS[collection]?.read ?? SYSTEM[collection]!)[who];

/** `own`: the same figures, about one's own customers and one's own work only. */
export const OPERATIONS: Record<string, Cells> = {
	//                                         public  representative  service  manager  integrator  admin  directus
	'GET /crm/openapi.json': row('             all     all             all      all      all         all    all'),
	'GET /crm/assets': row('                   all     all             all      all      all         all    all'),
	'GET /crm/assets/{name}': row('            all     all             all      all      all         all    all'),
	'GET /crm/system/status': row('            -       -               -        -        -           -      all'),
	'POST /crm/system/install': row('          -       -               -        -        -           -      all'),
	'POST /crm/system/audit': row('            -       -               -        -        -           -      all'),
	'POST /crm/system/actions/retry': row('    -       -               -        -        -           -      all'),
	'POST /crm/system/imports': row('          -       -               -        all      all         all    all'),
	'POST /crm/system/imports/preview': row('  -       -               -        all      all         all    all'),
	'GET /crm/system/imports': row('           -       -               -        own      own         own    all'),
	'GET /crm/system/imports/{id}': row('      -       -               -        own      own         own    all'),
	'GET /crm/system/imports/{id}/rejects': row('- -   -                        own      own         own    all'),
	'POST /crm/abc/models/{key}/run': row('    -       -               -        all      all         all    all'),
	'POST /crm/abc/models/preview': row('      -       -               -        all      all         all    all'),
	'POST /crm/abc/models/{key}/primary': row('-       -               -        -        -           all    all'),
	'GET /crm/abc/models/{key}/summary': row(' -       own             -        all      all         all    all'),
	'GET /crm/abc/models/{key}/pareto': row('  -       own             -        all      all         all    all'),
	'GET /crm/abc/models/{key}/customers/{id}': row('- own             -        all      all         all    all'),
	'GET /crm/abc/models/{key}/changes': row(' -       own             -        all      all         all    all'),
	'GET /crm/abc/effort': row('               -       own             -        all      all         all    all'),
	'POST /crm/loyalty/accounts': row('- - all all all all all'),
	'GET /crm/loyalty/accounts': row('- own all all all all all'),
	'POST /crm/loyalty/accounts/{id}/link': row('- - all all all all all'),
	'GET /crm/loyalty/card/{token}': row('all all all all all all all'),
	'GET /crm/loyalty/card/{token}/redemptions': row('all all all all all all all'),
	'POST /crm/loyalty/card/{token}/redemptions': row('all all all all all all all'),
	'GET /crm/loyalty/card/{token}/vouchers/{id}': row('all all all all all all all'),
	'GET /crm/loyalty/accounts/{id}': row('- own all all all all all'),
	'GET /crm/loyalty/accounts/{id}/entries': row('- own all all all all all'),
	'GET /crm/loyalty/accounts/{id}/referral': row('- own all all all all all'),
	'POST /crm/loyalty/accounts/{id}/referrer': row('- - all all all all all'),
	'POST /crm/loyalty/simulate': row('- own all all all all all'),
	'POST /crm/loyalty/rules/backtest': row('- - - all all all all'),
	'GET /crm/loyalty/programs/{key}/liability': row('- - - all all all all'),
	'GET /crm/loyalty/programs/{key}/trial-balance': row('- - - all all all all'),
	'GET /crm/loyalty/programs': row('- - - all all all all'),
	'GET /crm/loyalty/programs/{key}/flows': row('- - - all all all all'),
	'GET /crm/loyalty/programs/{key}/tiers': row('- - - all all all all'),
	'GET /crm/loyalty/programs/{key}/rules': row('- - - all all all all'),
	'GET /crm/loyalty/programs/{key}/health': row('- - - all all all all'),
	'POST /crm/loyalty/accounts/{id}/accruals': row('- - - all all all all'),
	'POST /crm/loyalty/orders/{id}/refunds': row('- - - all all all all'),
	'POST /crm/loyalty/accounts/{id}/redemptions': row('- - all all all all all'),
	'POST /crm/loyalty/accounts/{id}/adjustments': row('- - - all all all all'),
	'POST /crm/loyalty/accounts/{id}/transfers': row('- - all all all all all'),
	'POST /crm/loyalty/accounts/{id}/holds': row('- - all all all all all'),
	'POST /crm/loyalty/accounts/{id}/tier': row('- - - all all all all'),
	'POST /crm/loyalty/accounts/{id}/tier/release': row('- - - all all all all'),
	'POST /crm/loyalty/accounts/{id}/freeze': row('- - - all all all all'),
	'POST /crm/loyalty/accounts/{id}/unfreeze': row('- - - all all all all'),
	'POST /crm/loyalty/holds/{id}/post': row('- - all all all all all'),
	'POST /crm/loyalty/holds/{id}/void': row('- - all all all all all'),
	'GET /crm/loyalty/accounts/{id}/rewards': row('- own all all all all all'),
	'GET /crm/loyalty/accounts/{id}/vouchers': row('- own all all all all all'),
	'GET /crm/loyalty/vouchers': row('- own all all all all all'),
	'POST /crm/loyalty/vouchers/{id}/use': row('- - all all all all all'),
	'POST /crm/loyalty/vouchers/{id}/cancel': row('- - all all all all all'),
	'GET /crm/loyalty/customers/{id}/benefits': row('- own all all all all all'),
	'GET /crm/complaints/form': row('all all all all all all all'),
	'POST /crm/complaints/intake': row('all all all all all all all'),
	'GET /crm/complaints/public/{token}': row('all all all all all all all'),
	'POST /crm/complaints/mails': row('- - all all all all all'),
	'GET /crm/complaints/{id}/transitions': row('- own all all all all all'),
	'GET /crm/complaints/{id}/clocks': row('- own all all all all all'),
	'POST /crm/complaints/{id}/transitions': row('- own all all all all all'),
	'POST /crm/complaints/{id}/merge': row('- own all all all all all'),
	'POST /crm/complaints/{id}/approvals': row('- - - all - all all'),
};
