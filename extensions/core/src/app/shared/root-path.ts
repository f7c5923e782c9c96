/** The path Directus is served under: everything before `/admin`, with a slash at the end. */
export function rootPath(pathname: string): string {
	const parts = pathname.split('/');
	const admin = parts.indexOf('admin');
	return admin < 0 ? '/' : `${parts.slice(0, admin).join('/')}/`;
}
