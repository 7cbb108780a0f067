/** Which messages of a list answer which. Keys are those of rows; `content` is what replies name. */

interface Known {
  content?: string | undefined;
  re?: string | undefined;
}

export class Answers {
  private readonly known = new Map<string, Known>();
  private readonly byContent = new Map<string, string>();
  private readonly byReply = new Map<string, Set<string>>();

  put(key: string, { content, re }: Known): void {
    this.drop(key);
    this.known.set(key, { content, re });
    if (content !== undefined) this.byContent.set(content, key);
    if (re === undefined) return;
    const others = this.byReply.get(re);
    if (others) others.add(key);
    else this.byReply.set(re, new Set([key]));
  }

  drop(key: string): void {
    const { content, re } = this.known.get(key) ?? {};
    this.known.delete(key);
    if (content !== undefined && this.byContent.get(content) === key) this.byContent.delete(content);
    if (re === undefined) return;
    const others = this.byReply.get(re);
    others?.delete(key);
    if (others?.size === 0) this.byReply.delete(re);
  }

  /** Where the content stands, if it is here. */
  keyOf(content: string): string | undefined {
    return this.byContent.get(content);
  }

  /** The messages that answer this one. */
  to(key: string): readonly string[] {
    const content = this.known.get(key)?.content;
    return content === undefined ? [] : [...(this.byReply.get(content) ?? [])];
  }
}
