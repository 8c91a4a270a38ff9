// Heartbeat: when what was held is told again.

import { expect, test } from "vitest";
import { seconds } from "../../../../src/bytes/milliseconds.ts";
import { heartbeat } from "../../../../src/device/run/filters/heartbeat.ts";
import { feedAt } from "./fed.ts";

test("heartbeat passes readings and repeats the last after silence", () => {
  expect(
    feedAt(heartbeat(seconds(1.6)), "21@0", "held@800", "held@1499", "held@1500", "held@2900", "22@2950"),
  ).toEqual([21, "held", "held", 21, "held", 22]);
});

test("each passed reading delays the heartbeat", () => {
  expect(feedAt(heartbeat(seconds(1.6)), "1@0", "2@1400", "held@2800", "held@2900")).toEqual([
    1,
    2,
    "held",
    2,
  ]);
});

test("heartbeat passes a missing reading and never repeats it", () => {
  expect(feedAt(heartbeat(seconds(1)), "1@0", "-@500", "held@5000", "2@5100", "held@6100")).toEqual([
    1,
    undefined,
    "held",
    2,
    2,
  ]);
});

test("heartbeat works across the clock's wrap", () => {
  expect(feedAt(heartbeat(seconds(1)), "7@2147483000", "held@200", "held@400")).toEqual([7, "held", 7]);
});
