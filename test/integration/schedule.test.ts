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
		expect((await sweep()).done, 'a new model waits for its next firing').toEqual([]);
		const knex = connect(env);
		const longAgo = new Date('2026-01-01T00:00:00Z');
		await knex('crm_scoring_models').where({ key: 'pareto' }).update({ date_created: longAgo, date_updated: longAgo });
		await knex.destroy();
		expect((await sweep()).done).toEqual(['scored pareto']);
		expect((await sweep()).done).toEqual([]);
	});
});
