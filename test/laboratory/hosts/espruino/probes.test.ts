// Every row of what Espruino does otherwise, in the context.
import { describe, expect, test } from "vitest";
import { lab, online } from "./lab.ts";
import { EVENTS, LANGUAGE, PLATFORM, type Probe } from "./probes.ts";

const run = ({ source, atTop }: Probe, wrap = (text: string) => text): string[] =>
  lab(wrap(atTop ? source : `(function(){${source}\n})();`), { unknownHosts: ["nosuch.invalid"] })
    .lines()
    .filter((line) => line !== "Compacting...");

describe("the language", () => {
  test.each(LANGUAGE)("$row", (probe) => expect(run(probe)).toEqual(probe.prints));
});

describe("events and timers", () => {
  test.each(EVENTS)("$row", (probe) => expect(run(probe)).toEqual(probe.prints));
});

describe("the platform", () => {
  test.each(PLATFORM)("$row", (probe) => expect(run(probe, online)).toEqual(probe.prints));
});
