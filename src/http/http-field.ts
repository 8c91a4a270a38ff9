// Names and values of HTTP's fields: names have no case (RFC 9110, 5.1), and blanks around a value are none
// of it (5.5).

/** `wanted` is in lower case. */
export function isNamed(name: string, wanted: string): boolean {
  return name.length === wanted.length && beginsAs(name, wanted);
}

/** Does the text begin with `wanted`, which is in lower case, in whatever case? */
export function beginsAs(text: string, wanted: string): boolean {
  if (text.length < wanted.length) return false;
  for (let i = 0; i < wanted.length; i++) {
    const byte = text.charCodeAt(i);
    const isCapital = byte >= 65 && byte <= 90;
    if ((isCapital ? byte + 32 : byte) !== wanted.charCodeAt(i)) return false;
  }
  return true;
}

export function withoutBlanks(value: string): string {
  let from = 0;
  let end = value.length;
  while (from < end && isBlank(value.charCodeAt(from))) from += 1;
  while (end > from && isBlank(value.charCodeAt(end - 1))) end -= 1;
  return value.substring(from, end);
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9;
}
