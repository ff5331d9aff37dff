/**
 * Runs `work` once no message has arrived for a turn of the event loop, so that a burst of edits costs one run.
 *
 * @returns tells that there is something to do
 */
export function whenIdle(work: () => void): () => void {
  let asked = 0;
  let isWaiting = false;
  const wait = (seen: number): void => {
    isWaiting = true;
    setImmediate(() => {
      if (asked !== seen) return wait(asked);
      isWaiting = false;
      work();
    });
  };
  return () => {
    asked++;
    // Seen is one behind, because the next message is taken from its queue in the same turn as this callback.
    if (!isWaiting) wait(asked - 1);
  };
}
