// Contradictions of a durable sensor, each in a sentence at its option.
import { expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import type { SensorOptions } from "../../src/device/declare/sensor.ts";
import { reed } from "../../src/drivers/reed.ts";
import { relay } from "../../src/drivers/relay.ts";
import { device, hours, minutes, powerSwitch, seconds, sensor } from "../../src/index.ts";

const faultsOf = (options: Partial<SensorOptions>) =>
  declarationFaults(
    device({
      name: "box",
      clock: {},
      sensors: [sensor("flap", reed("flap").state, { every: minutes(1), qos: 1, ...options })],
    }),
  ).map(({ option, sentence }) => `${option.join(".")}: ${sentence}`);

test.each<[string, Partial<SensorOptions>, string]>([
  [
    "QoS 0",
    { durable: true, qos: 0 },
    'durable: The sensor "flap" is durable and publishes at QoS 0, which promises nothing; write qos: 1, or qos: 2.',
  ],
  [
    "an overflow",
    { durable: true, overflow: "oldest" },
    'overflow: The sensor "flap" is durable and lets readings go that wait (overflow: "oldest"); each of them is kept, so leave overflow out.',
  ],
  [
    "a deadline",
    { durable: true, deadline: minutes(5) },
    'deadline: The sensor "flap" is durable and drops readings behind a deadline; leave one of both out.',
  ],
  [
    "a window of a millisecond",
    { durable: { within: seconds(0.001) } },
    'durable.within: The sensor "flap" is durable within 1 ms; that is from a second to an hour, as durable: { within: seconds(30) }.',
  ],
  [
    "a word",
    { durable: "yes" as never },
    'durable: The option durable is "yes"; it is true or { within: seconds(30) }.',
  ],
  [
    "a history that thins out",
    { history: { keep: hours(6), overflow: "thin", durable: true } },
    'history.overflow: The history of the sensor "flap" is durable and thins out, which would write all of it anew; write overflow: "oldest" or "reject", or leave durable out of it.',
  ],
  [
    "a history of two hours' windows",
    { history: { keep: hours(6), durable: { within: hours(2) } } },
    'history.durable.within: The history of the sensor "flap" is durable within 7200000 ms; that is from a second to an hour, as durable: { within: seconds(30) }.',
  ],
])("%s of a durable sensor is refused", (_, options, sentence) => {
  expect(faultsOf(options)).toEqual([sentence]);
});

test("durable readings at QoS 1 and 2 are sound, with a window and without", () => {
  expect(faultsOf({ durable: true })).toEqual([]);
  expect(faultsOf({ durable: { within: seconds(30) }, qos: 2, overflow: "reject" })).toEqual([]);
  expect(faultsOf({ history: { keep: hours(6), durable: { within: minutes(10) } } })).toEqual([]);
});

test("an actuator's state, which each connection brings, is not durable", () => {
  const lamp = powerSwitch("lamp", relay("lamp"), { durable: true } as never);
  const [fault] = declarationFaults(device({ name: "box", actuators: [lamp] }));
  expect(fault?.option).toEqual(["durable"]);
  expect(fault?.sentence).toBe(
    'The switch "lamp" tells its state with each connection, so that none waits to be kept; leave durable out, and write atStart: "last" where it is to go on in it after a power cut.',
  );
});
