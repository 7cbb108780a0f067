import { lazy } from '../../base/lazy';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { CommandRegistry } from '../commandRegistry';
import type { ApiParts } from './parts';
import type { LiveChannelsExports } from './liveChannels';

/** What `activate()` returns to other extensions. Until one of them asks for the API, nothing of it is loaded. */
export class ApiExports implements Disposable {
  private readonly store = new DisposableStore();
  private readonly callers = lazy(async () => {
    const { Callers } = await import('./callers');
    return this.store.add(new Callers(this.parts));
  });

  constructor(
    registry: CommandRegistry,
    private readonly parts: ApiParts,
  ) {
    registry.register('liveChannels.manageAccess', async () => (await this.callers()).manage());
  }

  /** The object that is handed out: other extensions see this one function and nothing else of ours. */
  readonly exports: LiveChannelsExports = {
    getApi: async (version, caller) => (await this.callers()).apiFor(version, caller),
  };

  dispose(): void {
    this.store.dispose();
  }
}
