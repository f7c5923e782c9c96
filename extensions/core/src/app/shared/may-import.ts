import { useStudio } from './studio.ts';

/** As the server judges: imported customers belong to nobody yet, so who imports may say whose they are. */
export function useMayImport(): boolean {
	const { may, mayField } = useStudio();
	return may('create', 'crm_orders') && mayField('create', 'crm_customers', 'owner');
}
