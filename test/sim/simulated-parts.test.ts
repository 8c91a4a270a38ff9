// Parts as a test simulates them: they are alone on their lines, whatever model their driver has otherwise.
import { expect, onTestFinished, test } from "vitest";
import { battery } from "../../src/drivers/battery.ts";
import { pulseMeter } from "../../src/drivers/pulse-meter.ts";
import { reed } from "../../src/drivers/reed.ts";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import { device, minutes, seconds, sensor } from "../../src/index.ts";
import type { Pin } from "../../src/ports/pins.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { newPart, type Part, type Quantity, setReading, type Wires } from "../../src/reading/part.ts";
import { countsAt } from "../../tools/sim/parts/voltages.ts";
import { type Bench, type Surroundings, startTrial } from "../../tools/sim/trial/trial.ts";

interface FlowSensor extends Part {
  ports: Ports | undefined;
  pin: Pin;
  pulses: Quantity;
}

/** A driver of one's own on the wire "pulses". */
function flowSensor(role: string): FlowSensor {
  const part = newPart<FlowSensor>(role, "pulses", begin, () => 0, collect);
  part.pulses = { part, decimals: 0, value: undefined };
  return part;
}

function begin(part: FlowSensor, ports: Ports, wires: Wires): void {
  part.ports = ports;
  part.pin = wires[part.role] as Pin;
  ports.pulses.count(part.pin);
}

function collect(part: FlowSensor): string {
  setReading(part.pulses, (part.ports as Ports).pulses.counted(part.pin));
  return "";
}

async function tried(quantity: Quantity, around: Surroundings = {}) {
  const options = { every: seconds(10), decimals: quantity.decimals };
  const trial = await startTrial(device({ name: "own", sensors: [sensor("value", quantity, options)] }), {
    around,
  });
  onTestFinished(trial.end);
  trial.pass(minutes(1) + 500);
  return trial.told("value").at(-1);
}

/** Once a second the line is low for 100 ms. */
const eachSecond = ({ circuit, every, after }: Bench, role: string) =>
  void every(1000, () => {
    circuit.drive(role, 0);
    after(100, () => circuit.drive(role, 1));
  });

test("a custom pulse part counts its simulated pulses", async () => {
  const simulate = (bench: Bench) => eachSecond(bench, "flow");
  expect(await tried(flowSensor("flow").pulses, { flow: { simulate } })).toBe("60");
});

test("a custom pulse part without a simulation counts none", async () => {
  expect(await tried(flowSensor("flow").pulses)).toBe("0");
});

test("a simulated meter gives its own pulses instead of the model's", async () => {
  const simulate = (bench: Bench) => eachSecond(bench, "meter");
  const around = { meter: { simulate, flow: () => 100 } };
  expect(await tried(pulseMeter("meter", 1000).total, around)).toBe("0.060");
});

test("a simulated contact has its simulation's level", async () => {
  const simulate = ({ circuit }: Bench) => circuit.drive("door", 1);
  expect(await tried(reed("door").state)).toBe("0");
  expect(await tried(reed("door").state, { door: { simulate } })).toBe("1");
});

test("a simulated probe gives its own voltage", async () => {
  const simulate = ({ circuit }: Bench) => circuit.feed("soil", () => countsAt(1950));
  expect(await tried(soilMoisture("soil", 2700, 1200).percent, { soil: { simulate, share: () => 1 } })).toBe(
    "50.0",
  );
});

test.each([
  [{}, "4.65"],
  // 980 mV at the pin are 980 * (39 + 10) / 10 in front of the divider.
  [{ millivolts: () => 980 }, "4.80"],
])("a battery in surroundings %j has %s V", async (around, volts) => {
  const cells = battery("cells", { upper: 39, lower: 10, empty: 3300, full: 4800 });
  expect(await tried(cells.voltage, { cells: around })).toBe(volts);
});
