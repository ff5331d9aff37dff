/** Where a rule, or what a running server shows, is explained to a person. */
export const pageLink = (id: string): string =>
  `https://github.com/quorate/quorate/blob/main/server/core/rules/${id}.md`;
