import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'e2e-output/', 'src/api/schema.d.ts', 'public/', 'eslint.config.js'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // An event handler may start something that reports its own failures.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'The one fetch is in src/api/client.ts.' },
        { name: 'alert', message: 'Dialogs are in src/ui/dialog.ts.' },
        { name: 'confirm', message: 'Dialogs are in src/ui/dialog.ts.' },
      ],
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'sweetalert2', message: 'The one import of SweetAlert2 is in src/ui/dialog.ts.' }] },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML'], MemberExpression[property.name='innerHTML'], MemberExpression[property.name='outerHTML']",
          message: 'Text never becomes HTML: build nodes.',
        },
      ],
    },
  },
  { files: ['src/api/client.ts', 'src/main.tsx', 'worker/sw.ts'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['src/ui/dialog.ts'], rules: { 'no-restricted-imports': 'off' } },
);
