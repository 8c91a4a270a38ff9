// Faults of a clock: each is said in a sentence, of its line.
import { expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { type DeviceDeclaration, device } from "../../src/device/declare/device.ts";

const faultsOf = (clock: unknown) =>
  declarationFaults(device({ name: "x", clock } as unknown as DeviceDeclaration));

test.each<[string, unknown, string]>([
  ["no record", true, "The option clock is true; it is a record"],
  [
    "an unknown option",
    { server: [] },
    'There is no option "server" among the options of the clock; did you mean "servers"?',
  ],
  ["a text in place of a list", { servers: "pool.ntp.org" }, 'The option servers is "pool.ntp.org"; it is'],
  ["no server", { servers: [] }, "The clock has 0 servers; give it 1 to 4"],
  ["five servers", { servers: ["a", "b", "c", "d", "e"] }, "The clock has 5 servers; give it 1 to 4"],
  [
    "an address with its port",
    { servers: ["a.test:123"] },
    `The clock's server "a.test:123" is no name of a host`,
  ],
  ["a URL", { servers: ["ntp://a.test"] }, `The clock's server "ntp://a.test" is no name of a host`],
  [
    "a misspelt zone",
    { zone: "Europe/Berlim" },
    `The clock's zone "Europe/Berlim" is none that this computer knows; did you mean "Europe/Berlin"?`,
  ],
  [
    "a topic with a wildcard",
    { topic: "home/+" },
    `The clock's topic "home/+" is none that somebody publishes to`,
  ],
  ["an empty topic", { topic: "" }, `write a whole topic, as "home/time"`],
  ["a city", { zone: "Berlin" }, `did you mean "Europe/Berlin"?`],
  ["a city in two words", { zone: "New York" }, `did you mean "America/New_York"?`],
  ["no zone at all", { zone: "moon base" }, "it is the name of a place, as"],
  ["an offset", { zone: "+01:00" }, "it is the name of a place, as"],
  ["zones alone", { zones: ["Europe/Berlin"] }, "write the usual one as zone"],
  ["a wrong zone among zones", { zone: "UTC", zones: ["Europe/Lisboa"] }, `did you mean "Europe/Lisbon"?`],
  ["an empty name", { servers: [""] }, `The clock's server "" is no name of a host`],
])("a clock with %s is refused", (_, clock, sentence) => {
  const faults = faultsOf(clock);
  expect(faults.map((fault) => fault.sentence).join("\n")).toContain(sentence);
  expect(faults[0]?.option[0]).toBe("clock");
});

test.each([
  {},
  { zone: "UTC" },
  { zone: "Asia/Kolkata", zones: ["Europe/Lisbon"] },
  { zone: "CET" },
  { servers: ["pool.ntp.org"] },
  { servers: ["192.168.1.1", "NTP-1.example"] },
])("the clock %j has no fault", (clock) => {
  expect(faultsOf(clock)).toEqual([]);
});
