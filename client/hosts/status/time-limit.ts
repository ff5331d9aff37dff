import { TimeLimit } from './trouble';

/**
 * Waits for work, but no longer than a limit in milliseconds; then `abandon` is called and the wait ends with a
 * TimeLimit. What the work comes to afterwards is nobody's concern.
 */
export async function within<T>(milliseconds: number, work: Promise<T>, abandon: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      abandon();
      reject(new TimeLimit(milliseconds));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
