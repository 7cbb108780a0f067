/**
 * Makes something when it is first asked for, and gives the same from then on. What fails is made anew for whoever asks next:
 * a file of ours, over a network that was gone.
 */
export function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () =>
    (made ??= make().catch((thrown: unknown) => {
      made = undefined;
      throw thrown;
    }));
}
