/** A command line, or the input it names, that cannot be worked with: exit code 2 and a message without a stack. */
export class UsageError extends Error {}
