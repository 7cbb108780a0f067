import { AppError } from '../../base/errors';

/** What a promise gives, if it does so in time. @param limit Milliseconds. @throws AppError `input` when it takes longer. */
export async function withinTime<T>(promise: Promise<T>, limit: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError('input', 'it takes more than {0} s', [limit / 1000])), limit);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
