/** Something that holds on to a resource until it is told to let go. Disposing twice does nothing more. */
export interface Disposable {
  dispose(): void;
}

/** Owns disposables and lets go of them together, the latest first; what comes after that is let go at once. */
export class DisposableStore implements Disposable {
  private readonly items = new Set<Disposable>();
  private disposed = false;

  get isDisposed(): boolean {
    return this.disposed;
  }

  add<T extends Disposable>(item: T): T {
    if (this.disposed) item.dispose();
    else this.items.add(item);
    return item;
  }

  dispose(): void {
    this.disposed = true;
    const items = [...this.items].reverse();
    this.items.clear();
    for (const item of items) item.dispose();
  }
}
