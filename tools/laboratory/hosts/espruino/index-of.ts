// `indexOf` as in Espruino 2v29 (jswrap_string.c): a prefix of the sought text at the very end of the
// searched text counts as found, unless the sought text is the longer one.

/** The place of `sought` in `text`, from `from` on, which is brought into the text; -1 where it is not. */
export function espruinoIndexOf(text: string, sought: string, from: number): number {
  if (sought.length > text.length) return -1;
  const beyond = text.length - sought.length + 1;
  const first = Math.min(Math.max(Math.trunc(from) || 0, 0), beyond);
  if (first === text.length) return -1;
  const whole = text.indexOf(sought, first);
  if (whole >= 0) return whole;
  for (let at = Math.max(first, beyond); at < text.length; at += 1)
    if (sought.startsWith(text.slice(at))) return at;
  return -1;
}
