import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { isRecord } from '../../base/guards';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { Access } from './access';
import { ExtensionApi } from './extensionApi';
import type { LiveChannelsApi, LiveChannelsCaller } from './liveChannels';
import { manageAccess } from './manageAccess';
import type { ApiParts } from './parts';

/** Versions of the API that there are. */
const VERSION = 1;

function asCaller(value: unknown): LiveChannelsCaller | undefined {
  if (!isRecord(value) || !isRecord(value['extension']) || !Array.isArray(value['subscriptions'])) return undefined;
  const { id } = value['extension'];
  // An id that no extension has would be a name for the person to read, made up by its caller.
  const isKnown = typeof id === 'string' && vscode.extensions.getExtension(id) !== undefined;
  return isKnown ? (value as unknown as LiveChannelsCaller) : undefined;
}

/** The extensions that use the API. Each has an object of its own, which goes with it. */
export class Callers implements Disposable {
  private readonly store = new DisposableStore();
  private readonly access: Access;

  constructor(private readonly parts: ApiParts) {
    this.access = this.store.add(new Access(parts.state));
  }

  /**
   * What arrives here is whatever another extension gave.
   * @throws AppError `input` for a version that there is not, or without the caller's own context.
   */
  apiFor(version: unknown, caller: unknown): LiveChannelsApi {
    if (version !== VERSION) {
      throw new AppError('input', 'Live Channels has version {0} of its API and no other: call getApi({0}, context).', [
        VERSION,
      ]);
    }
    const known = asCaller(caller);
    if (!known) {
      throw new AppError(
        'input',
        'Live Channels has to know who asks: call getApi({0}, context) with your own context.',
        [VERSION],
      );
    }
    const { id } = known.extension;
    this.access.note(id);
    const api = this.store.add(new ExtensionApi(id, this.parts, this.access));
    known.subscriptions.push(api);
    return api.handed;
  }

  manage(): Promise<void> {
    return manageAccess(this.access);
  }

  dispose(): void {
    this.store.dispose();
  }
}
