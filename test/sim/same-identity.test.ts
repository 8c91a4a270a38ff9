// Devices that would disturb each other are told by words, before they start.
import { expect, test } from "vitest";
import climate from "../../firmware/climate/device.ts";
import { type Identified, sharedIdentities } from "../../tools/sim/devices/same-identity.ts";
import { startHousehold } from "../../tools/sim/home/household.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

const hall: Identified = { firmware: "hall", name: "hall", chipId: "0a0a0a" };
const attic: Identified = { firmware: "attic", name: "attic", chipId: "0b0b0b" };

test("devices with different identities pass, even with one chip number", () => {
  expect(sharedIdentities([hall, attic, { ...attic, firmware: "loft", name: "loft" }])).toEqual([]);
});

test("two devices with one name are reported", () => {
  expect(sharedIdentities([hall, { ...attic, name: "hall" }])).toEqual([
    'hall and attic are both called "hall"; give one another name in its device.ts.',
  ]);
});

test("devices with one client identifier, by name or setting, are reported", () => {
  const sentences = sharedIdentities([hall, { ...attic, id: "hall-0a0a0a" }]);
  expect(sentences).toEqual([
    'hall and attic have the client identifier "hall-0a0a0a", and the broker would let in one of them at a time; give one another chip number or id.',
    'hall and attic publish below "home/hall-0a0a0a", and would overwrite each other; give one another chip number or root.',
  ]);
});

test("two devices with one root are reported", () => {
  expect(
    sharedIdentities([
      { ...hall, root: "home/x" },
      { ...attic, root: "home/x" },
    ]),
  ).toEqual([
    'hall and attic publish below "home/x", and would overwrite each other; give one another chip number or root.',
  ]);
});

test("each conflicting pair is reported once", () => {
  const third = { ...attic, firmware: "cellar", name: "hall", chipId: "0c0c0c" };
  expect(sharedIdentities([hall, { ...attic, name: "hall" }, third])).toHaveLength(2);
});

test("a household with two devices of one name does not start", () => {
  const firmware = ["climate", "attic"].map((name) => ({ name, declaration: climate }));
  const open = () =>
    startHousehold({
      timers: createVirtualClock(),
      seed: 1,
      firmware,
      broker: { host: "127.0.0.1", port: 1883 },
      worldOf: ({ seed }) => createVirtualWorld({ seed }),
      happened: () => {},
      log: () => {},
    });
  expect(open).toThrow('climate and attic are both called "living-room"');
});
