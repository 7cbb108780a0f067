import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import { WakeWatch } from '../session/wakeWatch';

/**
 * Calls back when it is worth to look at the connections now: the window has come to the front, the machine has slept, or
 * its network has changed. It may call often; a connection bounds by itself what it does about it.
 */
export class WakeUp implements Disposable {
  private readonly store = new DisposableStore();

  /** @param network what the network looks like, as a text to compare, where the platform can tell. */
  constructor(wake: () => void, network?: () => string) {
    this.store.add(new WakeWatch({ wake, network }));
    let { focused } = vscode.window.state;
    this.store.add(
      vscode.window.onDidChangeWindowState(state => {
        const gained = state.focused && !focused;
        ({ focused } = state);
        if (gained) wake();
      }),
    );
  }

  dispose(): void {
    this.store.dispose();
  }
}
