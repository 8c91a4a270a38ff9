// The build tells of a zone whose changes it knows for ten years only.
import { expect, test } from "vitest";
import type { ClockOptions } from "../../src/clock/options.ts";
import { relay } from "../../src/drivers/relay.ts";
import { at, device, powerSwitch } from "../../src/index.ts";
import { zoneWarnings } from "../../tools/image/features/zone-warnings.ts";

const DAY = Date.UTC(2026, 10, 30) / 86_400_000;

function warnings(clock: ClockOptions, zone = true): string[] {
  const declaration = device({
    name: "house",
    clock,
    actuators: [powerSwitch("lamp", relay("lamp"))],
    rules: [at("06:30").set("lamp", "on")],
  });
  return zoneWarnings(declaration, { zone }, DAY);
}

const SENTENCE =
  'The zone "Africa/Casablanca" follows no rule: the image has its changes until the end of 2035, and keeps the last one from then on. Build and flash it anew before that.';

test.each<[string, ClockOptions, string[]]>([
  ["with a rule", { zone: "Europe/Berlin" }, []],
  ["without changes", { zone: "Asia/Kathmandu" }, []],
  ["with a table", { zone: "Africa/Casablanca" }, [SENTENCE]],
  [
    "with a table, which a setting may name",
    { zone: "Europe/Berlin", zones: ["Africa/Casablanca"] },
    [SENTENCE],
  ],
])("a zone %s", (_, clock, expected) => {
  expect(warnings(clock)).toEqual(expected);
});

test("an image without a zone causes no warning", () => {
  expect(warnings({ zone: "Africa/Casablanca" }, false)).toEqual([]);
});
