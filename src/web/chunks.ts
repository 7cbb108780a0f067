/** The code of a file, called with what CommonJS gives it. */
export type Evaluate = (module: Module, exports: object, require: (name: string) => unknown) => void;

interface Module {
  exports: object;
}

export interface ChunkSource {
  /** For each file those that it names at its top. */
  readonly needs: Readonly<Record<string, readonly string[]>>;
  /** What is there already. */
  readonly held: Readonly<Record<string, Evaluate>>;
  /** Fetches a file. */
  readonly fetch: (file: string) => Promise<Evaluate>;
  /** VS Code's own `require`. */
  readonly require: (name: string) => unknown;
}

/**
 * The files that the code is split into, for a host that loads an extension's first file only. What a file asks for at its
 * top is fetched before it runs, all at once; what it asks for later, by `import()`, when it does so. Each runs once.
 */
export class Chunks {
  private readonly there: Map<string, Evaluate>;
  private readonly coming = new Map<string, Promise<void>>();
  private readonly modules = new Map<string, Module>();

  constructor(private readonly source: ChunkSource) {
    this.there = new Map(Object.entries(source.held));
  }

  /** What a file exports. @throws what `fetch` does; whoever asks again has it tried again. */
  async load(file: string): Promise<object> {
    await Promise.all([...this.missing(file)].map(name => this.fetched(name)));
    return this.run(file);
  }

  /** The files that are not there yet and without which this one cannot run. */
  private missing(file: string, seen = new Set<string>(), found = new Set<string>()): ReadonlySet<string> {
    if (seen.has(file)) return found;
    seen.add(file);
    if (!this.there.has(file)) found.add(file);
    for (const needed of this.source.needs[file] ?? []) this.missing(needed, seen, found);
    return found;
  }

  private fetched(file: string): Promise<void> {
    const known = this.coming.get(file);
    if (known) return known;
    const coming = this.source
      .fetch(file)
      .then(evaluate => void this.there.set(file, evaluate))
      .finally(() => this.coming.delete(file));
    this.coming.set(file, coming);
    return coming;
  }

  private run(file: string): object {
    const known = this.modules.get(file);
    if (known) return known.exports;
    const evaluate = this.there.get(file);
    if (!evaluate) throw new Error(`${file} is not there.`);
    const module: Module = { exports: {} };
    this.modules.set(file, module);
    try {
      evaluate(module, module.exports, this.require);
    } catch (thrown) {
      this.modules.delete(file);
      throw thrown;
    }
    return module.exports;
  }

  private readonly require = (name: string): unknown => {
    if (!name.startsWith('./')) return this.source.require(name);
    const file = name.slice(2);
    return this.missing(file).size === 0 ? this.run(file) : later(this.load(file));
  };
}

/**
 * `import()` was made `Promise.resolve().then(() => require(…))` by the build, to which this is as good as a module that is
 * there. Not the promise itself: esbuild's helper copies what it is given, and a copied promise is none.
 */
function later(promise: Promise<object>): PromiseLike<object> {
  return { then: (done, failed) => promise.then(done, failed) };
}
