import { expect, it } from 'vitest';
import { rootPath } from './root-path.ts';

it.each([
	['at the root of a host', '/admin/insights/1', '/'],
	['below a path', '/crm/tools/admin/insights', '/crm/tools/'],
	['without the Studio in the path', '/', '/'],
])('%s', (_why, path, root) => expect(rootPath(path)).toBe(root));
