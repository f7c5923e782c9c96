import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';

const layers = (forbidden, message) => ({ group: forbidden, message });

const CALLED_BACK = '[callee.name=/^(action|setInterval|setTimeout|setImmediate|queueMicrotask)$/]';
const LISTENING = '[callee.property.name=/^(on|once|onAction|addEventListener)$/]';
const BRACES = 'Nobody waits for this function. Write it with braces and without async, and what it starts as `void safely(host, what, work)`.';

/** On the server a promise that fails and that nobody looks at ends the process; `no-floating-promises` finds the rest. */
const FLOATING = [
	{ selector: `CallExpression${CALLED_BACK} > :function[async=true]`, message: BRACES },
	{ selector: `CallExpression${CALLED_BACK} > ArrowFunctionExpression[expression=true][body.type!='Literal']`, message: BRACES },
	{ selector: `CallExpression${LISTENING} > :function[async=true]`, message: BRACES },
	{
		selector: "UnaryExpression[operator='void'] > CallExpression[callee.type='Identifier'][callee.name!='safely']",
		message: '`void` only hides that nobody looks at the promise: write `void safely(host, what, work)`.',
	},
	{
		selector:
			"CallExpression[callee.object.name='router'][callee.property.name=/^(get|post|put|patch|delete|all)$/]:not(:has(> CallExpression[callee.name='route']))",
		message: 'Wrap the handler in `route(…)`: what it throws then becomes an answer.',
	},
];

/** Style rules with a cure in their message; imports between layers are in test/architecture. */
export default tseslint.config(
	{ ignores: ['**/dist/**', '**/node_modules/**', '.cache/**', 'data/**', 'screenshots/**'] },
	...tseslint.configs.recommended,
	...vue.configs['flat/essential'],
	{
		files: ['**/*.ts', '**/*.vue'],
		languageOptions: {
			parserOptions: {
				parser: tseslint.parser,
				project: './tsconfig.json',
				tsconfigRootDir: import.meta.dirname,
				extraFileExtensions: ['.vue'],
			},
		},
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
			'no-console': 'error',
			'vue/multi-word-component-names': 'off',
		},
	},
	{
		files: ['extensions/*/src/domain/**/*.ts'],
		ignores: ['**/*.test.ts'],
		rules: {
			'no-restricted-globals': ['error', { name: 'process', message: 'The domain knows no environment: take it as an argument.' }],
			'no-restricted-syntax': [
				'error',
				{ selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The domain has no clock: take `now` as an argument.' },
				{ selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'The domain has no clock: take `now` as an argument.' },
				{ selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'The domain has no chance: take the number as an argument.' },
			],
			'no-restricted-imports': ['error', { patterns: [layers(['knex', '@directus/*', 'node:*', 'vue'], 'The domain is pure: move this to application, api or app.')] }],
		},
	},
	{ files: ['extensions/*/src/api/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...FLOATING] } },
	{ files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
	{ files: ['scripts/**', 'test/**'], rules: { 'no-console': 'off' } },
);
