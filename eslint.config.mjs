import eslint from '@eslint/js';
import typescript from 'typescript-eslint';

export default typescript.config(
  { ignores: ['out/', 'dist/', '.cache/', 'node_modules/', '**/*.d.ts', 'server/core/rules/registry.ts'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [typescript.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', performance: 'readonly' } }, rules: { 'no-unused-vars': ['error', { varsIgnorePattern: '^_' }] } },
);
