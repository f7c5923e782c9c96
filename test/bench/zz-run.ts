import knexModule from 'knex';
import { readFileSync } from 'node:fs';
import { runModel } from '../../extensions/abc-scoring/src/application/run-model.ts';
import { addModel, portsOn, PARETO } from '../support/scoring.ts';
const url = readFileSync('/tmp/abcpg/url', 'utf8').split('\n')[0]!.replace(/postgres$/, process.argv[2]!);
const knex = knexModule({ client: 'pg', connection: url, pool: { min: 0, max: 2 } });
let last = performance.now();
const timing = process.argv[4] === 'v';
knex.on('query-response', (_r: unknown, q: { sql: string }) => { const n = performance.now(); if (timing && n - last > 5) console.log(`${(n - last).toFixed(0).padStart(6)} ms`, q.sql.replace(/\s+/g, ' ').slice(0, 110)); last = n; });
if (!(await knex('crm_scoring_models').first())) await addModel(knex, { ...PARETO, potential_matrix: [{ class: 'C', potential: 'high', result: 'A' }], risk_class: 'C' });
for (const asOf of process.argv[3]!.split(',')) {
  last = performance.now();
  const t = performance.now();
  const r = await runModel(portsOn(knex), { key: 'pareto', asOf });
  console.log(asOf, 'ms', Math.round(performance.now() - t), r.ok ? JSON.stringify({ c: r.data.changed, m: r.data.moved, classes: r.data.classes.map(x => x.customers) }) : r, 'rss', Math.round(process.memoryUsage().rss / 1e6));
}
await knex.destroy();
