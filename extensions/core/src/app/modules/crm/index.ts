import { defineModule } from '@directus/extensions-sdk';
import { pick } from '../../shared/words.ts';
import MyDay from './day/my-day.vue';
import ImportPage from './import/import-page.vue';

export default defineModule({
	id: 'crm',
	get name() {
		return pick('我的一天', 'My day');
	},
	icon: 'today',
	routes: [
		{ path: '', component: MyDay },
		{ path: 'import', component: ImportPage },
	],
	preRegisterCheck: (user, permissions) => {
		const { admin_access: admin, app_access: app } = user as unknown as Record<string, boolean>;
		if (admin) return true;
		const customers = (permissions as unknown as Record<string, { read?: { access?: string } }>)['crm_customers'];
		return app !== false && ['full', 'partial'].includes(customers?.read?.access ?? 'none');
	},
});
