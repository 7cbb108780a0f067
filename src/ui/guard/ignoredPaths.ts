/**
 * How often git is asked about what it has not called ignored. VS Code's git extension takes the exit of `git check-ignore`
 * for the end of its output (`checkIgnore` of its repository.ts), so an answer may lack its end: on a busy machine 11 of
 * 1,500 did. What is called ignored is ignored; what is not may have been lost.
 */
const TIMES_ASKED = 3;

/** Of VS Code's git extension, what is needed here. */
export interface IgnoringRepository {
  checkIgnore(paths: string[]): Promise<Set<string>>;
}

/** Those of the paths that git ignores. @throws Whatever the repository throws. */
export async function ignoredPaths(repository: IgnoringRepository, paths: readonly string[]): Promise<Set<string>> {
  const ignored = new Set<string>();
  let open = [...paths];
  for (let asked = 0; asked < TIMES_ASKED && open.length > 0; asked++) {
    for (const path of await repository.checkIgnore(open)) ignored.add(path);
    open = open.filter(path => !ignored.has(path));
  }
  return ignored;
}
