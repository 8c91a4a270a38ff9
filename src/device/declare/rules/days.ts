// Days of the week in words: which of them a rule by the clock acts on.

const NAMES: readonly string[] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/**
 * "mon-fri,sun" as seven characters from Sunday on, "1" for a chosen day; "" for no words, which means all
 * days; `undefined` for other words.
 */
export function daysIn(words: string): string | undefined {
  const marked = [false, false, false, false, false, false, false];
  let rest = words;
  while (rest !== "") {
    const comma = rest.indexOf(",");
    const word = comma < 0 ? rest : rest.substring(0, comma);
    rest = comma < 0 ? "" : rest.substring(comma + 1, rest.length);
    const dash = word.indexOf("-");
    const first = numberOf(dash < 0 ? word : word.substring(0, dash));
    const last = numberOf(dash < 0 ? word : word.substring(dash + 1, word.length));
    if (first < 0 || last < 0) return undefined;
    const count = (last - first + 7) % 7;
    for (let i = 0; i <= count; i++) marked[(first + i) % 7] = true;
  }
  let days = "";
  for (const isMeant of marked) days = days + (isMeant ? "1" : "0");
  return words === "" ? "" : days;
}

/** 0 is Sunday; -1 for none. */
function numberOf(name: string): number {
  for (let i = 0; i < NAMES.length; i++) {
    if (NAMES[i] === name) return i;
  }
  return -1;
}
