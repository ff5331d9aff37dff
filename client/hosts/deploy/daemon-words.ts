/** Time and thread id that MariaDB, MySQL and corosync put before what they say. */
const stamp = /^\d{4}-\d\d-\d\d[ T]+[\d:.]+Z? \d+ |^[A-Z][a-z]{2} \d\d [\d:.]+ /;

/**
 * What a program says on its way out, for people: without times, each line once, and without notes and warnings where
 * there are errors beside them.
 *
 * @param text lines as MariaDB, MySQL (`[ERROR]`) or HAProxy (`[ALERT]`) print them; others pass as they are
 */
export function daemonWords(text: string): string {
  const lines = [...new Set(text.split('\n').map((line) => line.trimEnd().replace(stamp, '')))];
  const isError = (line: string): boolean => /\[(ERROR|ALERT)\]/.test(line);
  const isLess = (line: string): boolean => /\[(Note|Warning|System|NOTICE|WARNING)\]/.test(line);
  return (lines.some(isError) ? lines.filter((line) => !isLess(line)) : lines).join('\n').trim();
}
