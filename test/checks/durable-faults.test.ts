// Contradictions of a durable sensor, each in a sentence at its option.
import { expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import type { SensorOptions } from "../../src/device/declare/sensor.ts";
import { reed } from "../../src/drivers/reed.ts";
import { device, minutes, seconds, sensor } from "../../src/index.ts";

const faultsOf = (options: Partial<SensorOptions>) =>
  declarationFaults(
    device({
      name: "box",
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
])("%s of a durable sensor is refused", (_, options, sentence) => {
  expect(faultsOf(options)).toEqual([sentence]);
});

test("durable readings at QoS 1 and 2 are sound, with a window and without", () => {
  expect(faultsOf({ durable: true })).toEqual([]);
  expect(faultsOf({ durable: { within: seconds(30) }, qos: 2, overflow: "reject" })).toEqual([]);
});
