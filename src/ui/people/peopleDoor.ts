import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { PeopleDrop } from './drop';
import type { PeopleNode } from './nodes';

export type PeopleProvider = Required<Pick<vscode.TreeDataProvider<PeopleNode>, 'onDidChangeTreeData'>> &
  vscode.TreeDataProvider<PeopleNode>;

/** The view "People": empty until there is something to show, so that VS Code shows its welcome. */
export class PeopleDoor implements vscode.TreeDataProvider<PeopleNode>, Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<PeopleNode | PeopleNode[] | null | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private people: PeopleProvider | undefined;
  readonly view = this.store.add(
    vscode.window.createTreeView<PeopleNode>('liveChannels.people', {
      treeDataProvider: this,
      dragAndDropController: new PeopleDrop(),
      showCollapseAll: false,
    }),
  );

  /** From now on the view shows what `people` gives. */
  open(people: PeopleProvider): void {
    this.people = people;
    this.store.add(people.onDidChangeTreeData(nodes => this.changed.fire(nodes ?? undefined)));
    this.changed.fire(undefined);
  }

  getTreeItem(node: PeopleNode): vscode.TreeItem | Thenable<vscode.TreeItem> {
    // Nodes are from `getChildren`, so that there is somebody who has made them.
    return this.people?.getTreeItem(node) ?? new vscode.TreeItem('');
  }

  getChildren(node?: PeopleNode): vscode.ProviderResult<PeopleNode[]> {
    return this.people?.getChildren(node) ?? [];
  }

  dispose(): void {
    this.store.dispose();
  }
}
