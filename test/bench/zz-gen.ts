// scratch: keep a server running for exploration
import { startPostgres } from '../support/postgres-cluster.ts';
import knexModule from 'knex';
import { mkdirSync, writeFileSync } from 'node:fs';
import { generateCompany } from './abc-data.ts';
mkdirSync('/tmp/abcpg', { recursive: true });
const s = await startPostgres(['shared_buffers=1GB','random_page_cost=1.1','max_wal_size=4GB','checkpoint_timeout=30min','autovacuum=off','timezone=UTC','effective_cache_size=8GB'], '/tmp/abcpg');
writeFileSync('/tmp/abcpg/url', s.url + '\n' + process.pid);
for (const [name, customers, orders] of [['k100', 100_000, 1_000_000], ['m1', 1_000_000, 10_000_000]] as const) {
	if (process.argv[2] === 'small' && name === 'm1') continue;
	await s.createDatabase(name);
	const knex = knexModule({ client: 'pg', connection: s.connection(name) });
	const t = Date.now();
	await generateCompany(knex, { customers, orders });
	console.log(name, 'generated', Date.now() - t);
	await knex.destroy();
}
console.log('ready');
process.on('SIGTERM', async () => { await s.stop(); process.exit(0); });
setInterval(() => {}, 1e6);
