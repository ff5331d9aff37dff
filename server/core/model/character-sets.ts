/** Character sets of MariaDB 10.5 to 11.8 and MySQL 5.7 to 9.7 (SHOW CHARACTER SET, and the aliases they take). */
export const characterSetNames: readonly string[] = (
  'armscii8 ascii big5 binary cp1250 cp1251 cp1256 cp1257 cp850 cp852 cp866 cp932 dec8 eucjpms euckr gb18030 gb2312 ' +
  'gbk geostd8 greek hebrew hp8 keybcs2 koi8r koi8u latin1 latin2 latin5 latin7 macce macroman sjis swe7 tis620 ucs2 ' +
  'ujis utf16 utf16le utf32 utf8 utf8mb3 utf8mb4'
).split(' ');

const known: ReadonlySet<string> = new Set(characterSetNames);

/** Whether a server has a character set of this name, in whatever case. */
export function isCharacterSet(name: string): boolean {
  return known.has(name.toLowerCase());
}
