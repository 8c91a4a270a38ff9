// A device's console that says what has changed about its connection, and not each attempt that fails as the
// last did.

/** The lines of an attempt, as src/runtime/client-host.ts logs them. */
const ATTEMPT = /^(connecting to |not connected: )/;
const SUCCESS = "connected";

/** Passes every line on, but a line about an attempt only once until the device was connected. */
export function withoutRepeatedAttempts(say: (line: string) => void): (line: string) => void {
  const said = new Set<string>();
  return (line) => {
    if (line === SUCCESS) said.clear();
    if (ATTEMPT.test(line)) {
      if (said.has(line)) return;
      said.add(line);
    }
    say(line);
  };
}
