// Actuators of devices that sleep: what may obey late, what keeps its value, and how late is said.
import { expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import type { ActuatorDeclaration } from "../../src/device/declare/actuators/declaration.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { SleepOptions } from "../../src/device/declare/sleep.ts";
import { ds18b20 } from "../../src/drivers/ds18b20.ts";
import { reed } from "../../src/drivers/reed.ts";
import { relay } from "../../src/drivers/relay.ts";
import {
  button,
  device,
  durationInput,
  hours,
  lock,
  minutes,
  numberInput,
  powerSwitch,
  restartChip,
  seconds,
  selectInput,
  sensor,
  textInput,
  timeInput,
  valueOnly,
} from "../../src/index.ts";

const every = minutes(15);
const offset = () => numberInput("offset", valueOnly(), { min: -5, max: 5, initial: 0, atStart: "last" });

function faultsOf(
  sleep: Partial<SleepOptions>,
  actuators: ActuatorDeclaration[],
  more: Partial<DeviceDeclaration> = {},
): string[] {
  const ground = sensor("ground", ds18b20("ground").temperature, { every });
  const declared = device({
    name: "bed",
    sleep: { every, ...sleep },
    sensors: [ground],
    actuators,
    ...more,
  } as Parameters<typeof device>[0]);
  return declarationFaults(declared).map(({ sentence }) => sentence);
}

test("values that are kept without a pin sleep", () => {
  const obeyWithin = hours(1);
  const kept = [
    offset(),
    selectInput("mode", valueOnly(), { options: ["wet", "dry"], atStart: "last" }),
    textInput("note", { atStart: "last" }),
    timeInput("from", {}),
    durationInput("dose", { min: seconds(1), max: seconds(60), unit: "s" }),
    powerSwitch("armed", valueOnly(), { atStart: "last" }),
  ];
  expect(faultsOf({ obeyWithin }, kept)).toEqual([]);
  expect(faultsOf({ obeyWithin, report: hours(1) }, kept)).toEqual([]);
});

test("a sleeper says how late its actuators obey", () => {
  expect(faultsOf({ report: hours(1) }, [offset()])).toEqual([
    "The device sleeps and has actuators, which obey only when it connects, every 3600000 ms; write obeyWithin: seconds(3600) in its `sleep`, or leave `actuators` or `sleep` out.",
  ]);
  expect(faultsOf({ report: hours(1), obeyWithin: minutes(59) }, [offset()])).toEqual([
    "The device's actuators obey within 3540000 ms, and it connects every 3600000 ms; write obeyWithin: seconds(3600) or more, or let it report as often.",
  ]);
  expect(faultsOf({ obeyWithin: hours(1) }, [])[0]).toMatch(/how late its actuators obey, and has none/);
});

test("a battery that is low counts to how late it obeys", () => {
  const whenLow = { sensor: "ground", below: 2, every: hours(6) };
  expect(faultsOf({ whenLow, obeyWithin: hours(5) }, [offset()])[0]).toMatch(/connects every 21600000 ms/);
  expect(faultsOf({ whenLow, obeyWithin: hours(6) }, [offset()])).toEqual([]);
});

test("commands wait no longer than their session", () => {
  const session = { mqtt: 5, sessionExpiry: minutes(30) } as const;
  expect(faultsOf({ obeyWithin: hours(1) }, [offset()], session)).toEqual([
    "The broker forgets the device's session after 1800000 ms, and commands wait in it for 3600000 ms; let it be as long at least, or leave `sessionExpiry` out.",
  ]);
});

test("no timer says when an actuator obeys", () => {
  const flap = sensor("flap", reed("flap").state, {
    every: minutes(10),
    states: ["shut", "open"],
    qos: 1,
    overflow: "oldest",
  });
  const woken = { every: seconds(0), wakeBy: "flap", obeyWithin: hours(1) };
  expect(faultsOf(woken, [offset()], { sensors: [flap] })).toEqual([
    "The device has actuators and sleeps without a timer, so that nobody knows when they obey; write `every`, or leave `actuators` out.",
  ]);
});

test.each([
  {
    actuator: powerSwitch("heater", relay("heater")),
    words: 'the switch "heater" drives a pin, which no chip holds over its sleep',
  },
  { actuator: lock("door", relay("bolt")), words: 'the lock "door" is meant for the moment of its command' },
  { actuator: button("restart", restartChip()), words: 'the button "restart" is meant for the moment' },
  {
    actuator: powerSwitch("armed", valueOnly(), { atStart: "last", minimumOn: minutes(1) }),
    words: "has `minimumOn`, which nobody sees to between two wakes",
  },
  { actuator: selectInput("mode", valueOnly(), { options: ["wet", "dry"] }), words: 'write atStart: "last"' },
])("an actuator of a sleeper is refused: $words", ({ actuator, words }) => {
  expect(faultsOf({ obeyWithin: hours(1) }, [actuator])[0]).toContain(words);
});
