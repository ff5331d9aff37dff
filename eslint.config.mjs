import eslint from '@eslint/js';
import typescript from 'typescript-eslint';

export default typescript.config(
  {
    ignores: ['out/', 'dist/', '.cache/', 'node_modules/', '**/*.d.ts', '**/*.d.mts', 'server/core/rules/registry.ts'],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [typescript.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // Texts of the languages are taken apart in UTF-16 units, as editors count.
      '@typescript-eslint/no-misused-spread': 'off',
    },
  },
  {
    // In a test a missing thing fails the test, which is all that is wanted of it.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-deprecated': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        performance: 'readonly',
        require: 'readonly',
        module: 'writable',
      },
    },
    rules: { 'no-unused-vars': ['error', { varsIgnorePattern: '^_' }] },
  },
  {
    files: ['test/vscode/notes-extension/*.js'],
    languageOptions: { globals: { require: 'readonly', exports: 'writable', TextEncoder: 'readonly' } },
  },
);
