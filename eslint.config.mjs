import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { forbiddenIn, layers } from './test/layers.mjs';

/** A folder may import only what stands below it: held here as one types, and by test/unit/layers.test.ts as a whole. */
const layerRules = Object.keys(layers)
  .map(folder => ({ folder, forbidden: forbiddenIn(folder) }))
  .filter(({ forbidden }) => forbidden.group.length > 0)
  .map(({ folder, forbidden }) => ({
    files: [`src/${folder}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', { patterns: [forbidden] }] },
  }));

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'out/**',
      'node_modules/**',
      '**/*.mjs',
      '**/*.cjs',
      'test/vscode/sample/**',
      'test/sample-extension/**',
      'test/virtual-folder/**',
    ],
  },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './src/tsconfig.portable.json', './media/tsconfig.json', './test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // Index signatures are read with brackets here (noPropertyAccessFromIndexSignature), which this rule would undo.
      '@typescript-eslint/dot-notation': 'off',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
    },
  },
  {
    files: ['test/types/**/*.ts'],
    // Code that must not compile stands under @ts-expect-error here, and nothing in these files runs.
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  ...layerRules,
);
