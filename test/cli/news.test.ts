import { expect, test } from "vitest";
import { withoutRepeatedAttempts } from "../../tools/cli/words/news.ts";

test("a repeated failed attempt is printed once until the device connects", () => {
  const said: string[] = [];
  const log = withoutRepeatedAttempts((line) => said.push(line));
  const refused = ["connecting to h:1883", "not connected: connection refused"];
  const unknown = ["connecting to h:1883", "not connected: unknown host"];
  const problems = ["problem: air: no answer", "problem: none", "problem: air: no answer"];
  for (const line of [...refused, ...refused, ...unknown, ...unknown, "connected", ...problems, ...refused]) {
    log(line);
  }
  expect(said).toEqual([...refused, "not connected: unknown host", "connected", ...problems, ...refused]);
});
