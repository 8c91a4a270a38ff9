// A fault that no program on a device could survive or cause: it fails the run that hosts the program.

/**
 * Thrown through the program, and again to the caller that drives the world, so that a `catch` in the program
 * hides nothing.
 */
export class HostFault extends Error {
  override name = "HostFault";
}

/** `value` as text whose characters are bytes; throws a fault when one is not. `where` names the call. */
export function byteString(value: unknown, where: string): string {
  const text = String(value);
  const at = text.search(/[\u0100-\uffff]/);
  if (at < 0) return text;
  const code = text.charCodeAt(at).toString(16).toUpperCase();
  throw new HostFault(
    `${where} was given the character U+${code} at ${at}; a character is one byte there, so write the bytes of its UTF-8`,
  );
}
