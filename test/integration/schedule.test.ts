import { describe, expect, it } from 'vitest';
import { connect } from '../../scripts/lib/database.ts';
import { directus } from '../../scripts/lib/directus.ts';
import { copyTemplate } from '../support/templates.ts';

interface Swept {
	done: string[];
}

describe('scheduled scoring', () => {
	it('a missed firing is made up for once, however often the sweep runs', async () => {
		const env = await copyTemplate('demo');
		const sweep = async (): Promise<Swept> => {
			const stdout = await directus(['crm', 'sweep', '--json'], env);
			return JSON.parse(stdout.trim().split('\n').at(-1)!) as Swept;
		};
		const knex = connect(env);
		const made = (at: Date, which = {}) => knex('crm_scoring_models').where(which).update({ date_created: at, date_updated: at });
		// The template may be from before the last firing.
		await made(new Date());
		// The members of the demo company have their own dues.
		expect((await sweep()).done.filter((line) => line.startsWith('scored')), 'a new model waits for its next firing').toEqual([]);
		await made(new Date('2026-01-01T00:00:00Z'), { key: 'pareto' });
		await knex.destroy();
		expect((await sweep()).done).toEqual(['scored pareto']);
		expect((await sweep()).done).toEqual([]);
	});
});
