// Every small case: three messages, one cut after any byte of the first connection in either direction, at
// each QoS, with the session kept or lost, and with acknowledgements at once, late, or in another order.
import { describe, expect, test } from "vitest";
import { breakEverywhere, check, MESSAGES, PACES, QUALITIES, VERSIONS } from "./small-case.ts";

/** Cut behind every so many bytes. The window is the client's, or what a test has put in its place. */
export function tryEverySmallCase(apart: number): void {
  describe.each(VERSIONS)("in MQTT %s", (version) => {
    describe.each(QUALITIES)("at QoS %i, %i and %i", (...qos) => {
      describe.each(PACES)("acknowledged %s", (pace) => {
        test("without a cut each comes once", () => {
          const { received, heard, connections } = check({ version, qos, pace, isForgotten: false });
          expect([[...received].sort(), [...heard].sort(), connections]).toEqual([MESSAGES, MESSAGES, 1]);
        });

        test.each([false, true])("a cut anywhere (session lost: %s)", (isForgotten) => {
          breakEverywhere({ version, qos, pace, isForgotten }, ["cut", "half-open"], check, apart);
        });
      });
    });
  });
}
