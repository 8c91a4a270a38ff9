// Each thing that is wrong with a derived quantity is one sentence, before anything is built.
import { expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { derivationFaults, integralFaults, statelessFaults } from "../../src/checks/derived-faults.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { silentSensorWarnings } from "../../src/checks/silent-sensors.ts";
import { bme280 } from "../../src/drivers/bme280.ts";
import { relay } from "../../src/drivers/relay.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { derive, device, integral, powerSwitch, seaLevel, seconds, sensor, when } from "../../src/index.ts";

const air = sht3x("air");
const own = (celsius: number) => celsius;
const EXAMPLE = "as in derive([air.temperature, air.humidity], (celsius, percent) => celsius - percent)";

test.each<[sources: unknown, compute: unknown, sentence: string]>([
  [[], own, `A derived quantity has 0 sources; it has one to three, ${EXAMPLE}.`],
  [Array(4).fill(air.humidity), own, `A derived quantity has 4 sources; it has one to three, ${EXAMPLE}.`],
  [
    air.temperature,
    own,
    `A derived quantity is given a record for its sources; it is given a list, ${EXAMPLE}.`,
  ],
  [
    [air.humidity, air],
    own,
    "Source 2 of a derived quantity is a record and no quantity of a part; name one, as air.temperature.",
  ],
  [
    ["temperature"],
    own,
    'Source 1 of a derived quantity is "temperature" and no quantity of a part; name one, as air.temperature.',
  ],
  [[air.humidity], undefined, `A derived quantity is computed by undefined; give it a function, ${EXAMPLE}.`],
  [
    [air.humidity],
    (one: number, other: number) => one - other,
    "The function of a derived quantity takes 2 numbers and has 1 source; let it take one of each.",
  ],
])("%#: %s is refused", (sources, compute, sentence) => {
  expect(sentencesOf(derivationFaults({}, sources, compute))).toEqual([sentence]);
});

/** A device that keeps its fan off by a derived sensor. */
const ofDerived = (quantity: ReturnType<typeof derive>) =>
  device({
    name: "room",
    sensors: [sensor("own", quantity, { every: seconds(30) })],
    actuators: [powerSwitch("fan", relay("fan"))],
    rules: [when("own").above(5).until(3).keep("fan", "off")],
  });

test("a derived quantity of nothing, or of other numbers, is refused", () => {
  expect(sentencesOf(declarationFaults(ofDerived(derive([], own))))).toEqual([
    `A derived quantity has 0 sources; it has one to three, ${EXAMPLE}.`,
  ]);
  expect(sentencesOf(declarationFaults(ofDerived(derive([sht3x("air", 80).humidity], own))))).toEqual([
    'The part "air" has 0x50 for its address; it is a whole number from 0x44 to 0x45.',
  ]);
});

test("a derived sensor may fall silent as its sources may", () => {
  expect(silentSensorWarnings(ofDerived(derive([air.humidity], own)))).toHaveLength(1);
});

test.each<[source: unknown, options: unknown, sentence: string]>([
  [
    air,
    { per: seconds(1) },
    "integral is given a record, which is no quantity of a part; name one, as in integral(meter.power, { per: hours(1) }).",
  ],
  [
    air.temperature,
    undefined,
    "integral is given undefined for its options; say `per`, as in integral(meter.power, { per: hours(1) }).",
  ],
])("%#: an integral of %s is refused", (source, options, sentence) => {
  expect(sentencesOf(integralFaults(source, options))).toEqual([sentence]);
});

test.each<[options: object, sentence: string]>([
  [{}, "has undefined for its `per` in milliseconds; it is a whole number from 1 to 86400000."],
  [{ per: seconds(1), dividedBy: 0 }, "has 0 for its dividedBy; it is a whole number from 1 to 8388."],
  [{ per: seconds(1), decimals: 5 }, "has 5 for its decimals; it is a whole number from 2 to 4."],
])("%#: %j is refused of an integral", (options, sentence) => {
  const sum = integral(air.temperature, options as Parameters<typeof integral>[1]);
  const declaration = device({ name: "room", sensors: [sensor("sum", sum, { every: seconds(1) })] });
  expect(sentencesOf(declarationFaults(declaration))).toEqual([`The part "integral" ${sentence}`]);
});

test("the state of what is no actuator is refused", () => {
  expect(sentencesOf(statelessFaults("pump"))).toEqual([
    'stateOf is given "pump"; give it an actuator, as powerSwitch made it.',
  ]);
});

test("a derived quantity with decimals under states is refused", () => {
  const warm = (celsius: number) => (celsius > 2500 ? 1 : 0);
  const states = ["cold", "warm"];
  const every = seconds(30);
  const of = (quantity: ReturnType<typeof derive>) =>
    sentencesOf(
      declarationFaults(device({ name: "room", sensors: [sensor("feels", quantity, { every, states })] })),
    );
  expect(of(derive([air.temperature], warm))).toEqual([
    'The sensor "feels" has states, and its derived quantity has 2 decimals, as its sources have: a result of 1 is 0.01. Give derive { decimals: 0 } behind its function, and let that return 0, 1, 2...',
  ]);
  expect(of(derive([air.temperature], warm, { decimals: 0 }))).toEqual([]);
  expect(of(derive([air.temperature], warm, { decimals: 1.5 }))).toContain(
    "A derived quantity has 1.5 for its decimals; it has 0 to 9.",
  );
});

test("a number in the place of a source is refused, and does not end the checks", () => {
  const sea = seaLevel(bme280("air").pressure, 520 as never, "high" as never);
  const sensors = [sensor("sea", sea, { unit: "hPa", every: seconds(30) })];
  expect(sentencesOf(declarationFaults({ name: "shed", sensors }))).toContain(
    "Source 2 of a derived quantity is 520 and no quantity of a part; name one, as air.temperature.",
  );
  const high = seaLevel(bme280("air").pressure, air.temperature, "high" as never);
  const there = [sensor("sea", high, { unit: "hPa", every: seconds(30) })];
  expect(sentencesOf(declarationFaults({ name: "shed", sensors: there }))).toContain(
    'A derived quantity has "high" for its altitude in metres; it is a whole number from -500 to 5500.',
  );
});
