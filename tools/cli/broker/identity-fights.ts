// Two programs that simulate the same devices at one broker: each throws the other's out. What its user can
// do is said once.
import { KICKED, KICKED_BY_OTHER } from "../../../src/mqtt/backoff.ts";

/**
 * Looks at lines of consoles, and at reasons, and calls `say` with `cure` at the first that is about such a
 * fight.
 */
export function onFirstFight(cure: string, say: (words: string) => void): (line: string) => void {
  let isSaid = false;
  return (line) => {
    if (isSaid || !(line.includes(KICKED) || line.includes(KICKED_BY_OTHER))) return;
    isSaid = true;
    say(cure);
  };
}
