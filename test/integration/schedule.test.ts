import { describe, expect, it } from 'vitest';
import { connect } from '../../scripts/lib/database.ts';
import { directus } from '../../scripts/lib/directus.ts';
import { copyTemplate } from '../support/instance.ts';

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
		expect((await sweep()).done, 'the first sight of a schedule only notes it').toEqual([]);
		const knex = connect(env);
		const { id } = await knex('crm_scoring_models').where({ key: 'pareto' }).first('id');
		const longAgo = JSON.stringify('2026-01-01T00:00:00.000Z');
		await knex('crm_meta').where({ key: `schedule:abc:${id}` }).update({ value: longAgo });
		await knex.destroy();
		expect((await sweep()).done).toEqual(['scored pareto']);
		expect((await sweep()).done).toEqual([]);
	});
});
