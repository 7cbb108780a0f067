import type { PageToHost } from '../../src/protocol/panel';

/** Stands in for VS Code around the page: the theme, what the page posts, and a state that outlives a reload. */
export interface FakeHost {
  posted: PageToHost[];
  violations: string[];
  acquireVsCodeApi(): unknown;
}

const fake: FakeHost = {
  posted: [],
  violations: [],
  acquireVsCodeApi: () => ({
    postMessage: (message: PageToHost) => fake.posted.push(structuredClone(message)),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
    setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
  }),
};
Object.assign(window, fake);

document.addEventListener('securitypolicyviolation', event =>
  fake.violations.push(`${event.violatedDirective} ${event.blockedURI}`),
);

const { kind, variables } = JSON.parse(sessionStorage.getItem('theme') ?? '{}') as {
  kind: string;
  variables: Record<string, string>;
};
for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
document.addEventListener('DOMContentLoaded', () => {
  document.body.className = kind;
  document.body.dataset['vscodeThemeKind'] = kind;
});
