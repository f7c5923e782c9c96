import { describe, expect, it } from 'vitest';
import { emptyManifest, reconstruct, recordIntent, recordShipped, type Meta, type Traces } from './manifest.ts';
import type { Plan, Wanted } from './plan.ts';

const field = (collection: string, name: string, meta: Meta = {}): Wanted['fields'][number] => ({
	collection,
	field: name,
	type: 'string',
	schema: {},
	meta: { note: null, translations: [{ language: 'en-US', translation: name }], ...meta },
});
const collection = (name: string): Wanted['collections'][number] => ({
	collection: name,
	schema: { name },
	meta: { note: `$t:${name}_note`, translations: [] },
});

const wanted: Wanted = {
	collections: [collection('crm_models'), collection('crm_scores')],
	fields: [field('crm_models', 'id'), field('crm_customers', 'class'), field('crm_customers', 'theirs')],
	relations: [],
	translations: [{ key: 'crm_models_note', language: 'en-US', value: 'Note' }],
	tables: [{ table: 'crm_runs', columns: [] }],
	indexes: [{ name: 'crm_i', table: 'crm_models', columns: ['id'] }],
	seeds: [],
};
const nothing: Plan = {
	collections: [], adopted: [], fields: [], described: [], relations: [], tables: [], columns: [], indexes: [],
	translations: [], seeds: [], changes: [], rewordings: [], outdatedSeeds: [], retiredSeeds: [], migrations: [],
 modules: [], conflicts: [],
};

describe('the manifest', () => {
	it('lists what a plan creates for the plugin, before it is there', () => {
		const plan = { ...nothing, collections: wanted.collections, fields: [wanted.fields[1]!], translations: wanted.translations };
		const manifest = recordIntent(emptyManifest(), wanted, plan);
		expect(Object.keys(manifest.collections)).toEqual(['crm_models', 'crm_scores']);
		expect(Object.keys(manifest.fields)).toEqual(['crm_customers.class']);
		expect(manifest.pending).toEqual(['en-US:crm_models_note']);
		expect(recordShipped(manifest, wanted).pending).toBeUndefined();
	});

	it('what another plugin creates in the same plan is not its own', () => {
		const plan = { ...nothing, collections: [collection('crm_other')], fields: [field('crm_other', 'id')] };
		expect(recordIntent(emptyManifest(), wanted, plan)).toMatchObject({ collections: {}, fields: {} });
	});

	it('a table that was there before us is only described, and remembered as found', () => {
		const plan = { ...nothing, adopted: [wanted.collections[0]!], described: [wanted.fields[0]!] };
		expect(recordIntent(emptyManifest(), wanted, plan).found).toEqual(['crm_models', 'crm_models.id']);
	});

	it('a table of a killed run of ours is ours, although its description is missing', () => {
		const first = recordIntent(emptyManifest(), wanted, { ...nothing, collections: wanted.collections });
		expect(recordIntent(first, wanted, { ...nothing, adopted: [wanted.collections[0]!] }).found).toEqual([]);
	});

	it('what was shipped follows the declaration only for what is ours', () => {
		const first = recordIntent(emptyManifest(), wanted, { ...nothing, fields: [wanted.fields[1]!] });
		const next = { ...wanted, fields: wanted.fields.map((item) => ({ ...item, meta: { ...item.meta, note: 'new' } })) };
		expect(recordShipped(first, next).fields).toEqual({ 'crm_customers.class': next.fields[1]!.meta });
	});

	it('of an instance without one, only what certainly is ours counts', () => {
		const has: Traces = {
			collections: new Map([
				['crm_models', { note: '$t:crm_models_note', translations: 'edited' }],
				['crm_scores', { note: 'of somebody else', translations: null }],
			]),
			fields: new Map<string, Meta>([
				['crm_models.id', { note: 'edited' }],
				['crm_customers.class', { translations: wanted.fields[1]!.meta['translations'] }],
				['crm_customers.theirs', { note: null, translations: null }],
			]),
			relations: new Set(),
			texts: new Map([['en-US:crm_models_note', 'edited']]),
			tables: new Set(['crm_runs']),
			indexes: new Set(),
		};
		const manifest = reconstruct(wanted, has);
		expect(Object.keys(manifest.collections)).toEqual(['crm_models']);
		expect(Object.keys(manifest.fields)).toEqual(['crm_models.id', 'crm_customers.class']);
		expect(manifest.texts).toEqual({ 'en-US:crm_models_note': 'Note' });
		expect(manifest.tables).toEqual(['crm_runs']);
		expect(manifest.indexes).toEqual({});
	});
});
