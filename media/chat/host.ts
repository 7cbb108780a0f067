import type { PageToHost } from '../../src/protocol/panel';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The page's only way out: typed messages to the host, and a state that outlives the page itself. */
export interface Host {
  post(message: PageToHost): void;
  load(): unknown;
  save(state: unknown): void;
}

export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return {
    post: message => api.postMessage(message),
    load: () => api.getState(),
    save: state => api.setState(state),
  };
}
