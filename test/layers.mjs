/**
 * The layers of `src` in one table: for each folder the folders it may import, whether it may use `node:*`, `ws` and
 * `vscode`, and which other `packages` it may use. ESLint reads it to hold each import as it is typed, and
 * test/unit/layers.test.ts to hold the whole.
 */
export const layers = {
  base: { imports: [] },
  protocol: { imports: ['base'] },
  snippet: { imports: ['base', 'protocol'] },
  guard: { imports: ['base'], packages: ['@secretlint', 'picomatch'] },
  client: { imports: ['base', 'protocol'] },
  seal: { imports: ['base', 'protocol'] },
  session: { imports: ['base', 'protocol', 'client', 'snippet', 'seal'] },
  guest: { imports: ['base', 'protocol', 'client', 'snippet', 'seal', 'session'] },
  relay: { imports: ['base', 'protocol'], node: true },
  cli: { imports: ['base', 'protocol', 'snippet', 'guard', 'client', 'seal', 'session', 'relay'], node: true },
  ui: { imports: ['base', 'protocol', 'snippet', 'guard', 'client', 'seal', 'session'], vscode: true },
  web: { imports: ['base', 'ui', 'extension'], vscode: true },
  node: {
    imports: ['base', 'protocol', 'snippet', 'guard', 'client', 'seal', 'session', 'relay', 'cli', 'ui', 'extension'],
    node: true,
    vscode: true,
  },
};

/** The pattern of ESLint's `no-restricted-imports` for one folder. */
export function forbiddenIn(folder) {
  const { imports, node, vscode } = layers[folder];
  const others = [...Object.keys(layers), 'extension'].filter(name => name !== folder && !imports.includes(name));
  const group = others.flatMap(name => [`../${name}`, `../${name}/**`, `../../${name}`, `../../${name}/**`]);
  if (!node) group.push('node:*', 'ws');
  if (!vscode) group.push('vscode');
  return {
    group,
    message: `src/${folder} may import ${imports.join(', ') || 'nothing'} only: see DESIGN in CONTRIBUTING.`,
  };
}
