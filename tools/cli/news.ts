// A console that says what has changed, and not what goes on as it was.

/** An attempt that goes on failing logs two lines again and again: that it tries, and that it failed. */
const REMEMBERED = 2;

/** Passes a line on unless it is one of the last two that were passed on. */
export function withoutRepeats(say: (line: string) => void): (line: string) => void {
  const latest: string[] = [];
  return (line) => {
    if (latest.includes(line)) return;
    latest.push(line);
    if (latest.length > REMEMBERED) latest.shift();
    say(line);
  };
}
