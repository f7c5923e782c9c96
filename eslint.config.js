import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';

const layers = (forbidden, message) => ({ group: forbidden, message });

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
	{ files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
	{ files: ['scripts/**', 'test/**'], rules: { 'no-console': 'off' } },
);
