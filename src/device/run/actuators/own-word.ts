// The words of a kind's own commands, as people write them: "ON" and " on" are "on".

/**
 * Is a command this word, which is in small letters? Its ASCII case and the blanks around it do not matter.
 */
export function isWord(payload: string, word: string): boolean {
  if (payload === word) return true;
  let from = 0;
  let end = payload.length;
  while (from < end && payload.charCodeAt(from) <= BLANK) from += 1;
  while (end > from && payload.charCodeAt(end - 1) <= BLANK) end -= 1;
  if (end - from !== word.length) return false;
  for (let i = 0; i < word.length; i++) {
    const small = word.charCodeAt(i);
    const given = payload.charCodeAt(from + i);
    if (given !== small && given !== small - TO_SMALL) return false;
  }
  return true;
}

/** A space; characters below it are not visible. */
const BLANK = 32;
const TO_SMALL = 32;
