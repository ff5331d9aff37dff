/** How the bytes of a file are read as text. Both encodings give every byte back when the text is written again. */
export type Encoding = 'utf-8' | 'latin1';

/** UTF-8 unless some bytes are not: such files are Latin-1 of old, and reading them so loses no byte. */
export function encodingOf(bytes: Uint8Array): Encoding {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'latin1';
  }
}

/** The text of a file, its byte order mark included. */
export function decode(bytes: Uint8Array, encoding: Encoding): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding);
}

/** The bytes of a text, or undefined when the encoding has no bytes for one of its characters. */
export function encode(text: string, encoding: Encoding): Uint8Array | undefined {
  const bytes = Buffer.from(text, encoding);
  return bytes.toString(encoding) === text ? bytes : undefined;
}
