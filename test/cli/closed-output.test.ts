// What a command does when nobody reads on.
import { expect, test } from "vitest";
import { ringmote } from "./child.ts";

test("a reader that has read enough ends a command without a word", async () => {
  const child = ringmote(["--help"]);
  child.process.stdout?.destroy();
  expect(await child.ended).toBe(0);
  expect(child.errors()).toBe("");
});
