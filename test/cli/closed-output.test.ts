// Commands whose output nobody reads on, or can be written nowhere.
import { expect, test } from "vitest";
import { ringmote } from "./child.ts";

test("a closed reader ends a command silently", async () => {
  const child = ringmote(["--help"]);
  child.process.stdout?.destroy();
  expect(await child.ended).toBe(0);
  expect(child.errors()).toBe("");
});

test.each([["--help"], ["boards", "--json"]])(
  "a full disk under the output of %s fails with one sentence",
  async (...args) => {
    const child = ringmote(args, {}, undefined, ["sh", "-c", 'exec "$@" > /dev/full', "sh"]);
    expect(await child.ended).toBe(1);
    expect(child.errors()).toBe("ringmote: The output cannot be written: the disk is full.\n");
  },
);
