import { describe, expect, it } from 'vitest';
import { mayNameOwner } from './naming-owners.ts';

const mine = { owner: { _eq: '$CURRENT_USER' } };
const region = { region: { _eq: '华东' } };

describe('who may be made the owner of a customer', () => {
	it.each([
		{ rules: [mine], owner: 'me', may: true, why: 'one’s own customer stays one’s own' },
		{ rules: [mine], owner: 'other', may: false, why: 'it cannot be given away' },
		{ rules: [mine], owner: null, may: false, why: 'nor left to nobody' },
		{ rules: [mine], owner: { id: 'me' }, may: false, why: 'an object would write the user as well' },
		{ rules: [{ _or: [mine, { owner: { _null: true } }] }], owner: 'other', may: false, why: 'the pool is about owners, too' },
		{ rules: [{ _and: [region, mine] }], owner: 'other', may: false, why: 'one of several conditions binds' },
		{ rules: [region], owner: 'other', may: true, why: 'who leads a region assigns its customers' },
		{ rules: [mine, region], owner: 'other', may: true, why: 'permissions add up: the region does not bind' },
		{ rules: [null], owner: 'other', may: true, why: 'who sees all may assign all' },
		{ rules: [{ parent: mine }], owner: 'other', may: true, why: 'the parent’s owner is somebody else’s business' },
		{ rules: [], owner: 'other', may: true, why: 'without any permission Directus refuses by itself' },
	])('$why', ({ rules, owner, may }) => {
		expect(mayNameOwner({ owner, caller: 'me', rules })).toBe(may);
	});
});
