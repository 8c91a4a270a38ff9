// Parts that sit on roles, seen from the pins of an image.
import { expect, test } from "vitest";
import { createLines } from "../../../src/platform/node/circuit.ts";
import { roleCircuit } from "../../../tools/laboratory/hosts/role-circuit.ts";

function wired() {
  const lines = createLines();
  const circuit = roleCircuit(
    lines,
    [
      { role: "lamp", kind: "pwm" },
      { role: "door", kind: "input", isWatched: true },
      { role: "soil", kind: "analog" },
      { role: "water", kind: "one-wire" },
      { role: "air", kind: "i2c" },
    ],
    { lamp: 1, door: 0, soil: 0, water: "D4", air: { sda: 5, scl: 6 } },
  );
  return { lines, circuit };
}

test("a pin is its role", () => {
  const { lines, circuit } = wired();
  circuit.pulsed(1, 500, 1023);
  expect(lines.output("lamp")).toBe(1);
  const levels: number[] = [];
  const stop = circuit.watch(0, (level) => levels.push(level));
  lines.drive("door", 1);
  stop();
  lines.drive("door", 0);
  expect([levels, circuit.level(0, true)]).toEqual([[1], 0]);
  lines.attachOneWire("water", { reset: () => true, write: () => {}, read: () => "" });
  expect(circuit.oneWire("D4").reset()).toBe(true);
});

test("the parts of two roles on one one-wire pin share it", () => {
  const lines = createLines();
  const needed = ["flow", "back"].map((role) => ({ role, kind: "one-wire" as const }));
  const circuit = roleCircuit(lines, needed, { flow: "D4", back: "D4" });
  const heard: string[] = [];
  for (const { role } of needed)
    lines.attachOneWire(role, {
      reset: () => role === "flow",
      write: (bytes) => heard.push(`${role} ${bytes}`),
      read: () => (role === "flow" ? "\x0f" : "\x3c"),
    });
  const bus = circuit.oneWire("D4");
  bus.write("x");
  expect([bus.reset(), heard, bus.read(1)]).toEqual([true, ["flow x", "back x"], "\x0c"]);
});

test("an analog input and a pin of the same number are two", () => {
  const { lines, circuit } = wired();
  lines.feed("soil", () => 2000);
  expect(circuit.analog(0)).toBe(2000);
  expect(circuit.level(0, false)).toBe(0);
});

test("a voltage beyond the board's full scale reads as full scale", () => {
  const lines = createLines();
  const circuit = roleCircuit(lines, [{ role: "soil", kind: "analog" }], { soil: "A0" }, 1000);
  const readAt = (millivolts: number) => {
    lines.feed("soil", () => Math.round((millivolts * 4095) / 3300));
    return circuit.analog("A0");
  };
  expect([250, 1000, 2700].map(readAt)).toEqual([1023, 4095, 4095]);
});

test("a pin without a role stays itself", () => {
  const { lines, circuit } = wired();
  circuit.written(9, 1);
  expect(lines.output(9)).toBe(1);
});

test("the lines of a UART are its part's", () => {
  const lines = createLines();
  const pins = { "dust.tx": 17, "dust.rx": 16 };
  const needed = (["tx", "rx"] as const).map((name) => ({
    role: `dust.${name}`,
    kind: name,
    pin: { of: "dust", name },
  }));
  const circuit = roleCircuit(lines, needed, pins);
  const heard: string[] = [];
  lines.whenSent("dust.tx", 9600, (bytes) => heard.push(`part: ${bytes}`));
  const stop = circuit.listen(16, 9600, (bytes) => heard.push(`device: ${bytes}`));
  circuit.sent(17, "a", 9600);
  lines.send("dust.rx", "b", 9600);
  stop();
  lines.send("dust.rx", "c", 9600);
  expect(heard).toEqual(["part: a", "device: b"]);
});

test("parts on the SPI are known by their cs, on shared lines", () => {
  const lines = createLines();
  const pins = { "oven.sck": 18, "oven.cs": 5, "flue.sck": 18, "flue.cs": 17 };
  const needed = (["oven", "flue"] as const).flatMap((of) =>
    (["sck", "cs"] as const).map((name) => ({ role: `${of}.${name}`, kind: name, pin: { of, name } })),
  );
  const circuit = roleCircuit(lines, needed, pins);
  for (const role of ["oven", "flue"]) lines.attachSpi(`${role}.cs`, () => role);
  circuit.written(5, 1);
  circuit.written(17, 0);
  expect(circuit.exchanged("\0\0\0\0")).toBe("flue");
});

test("a DHT is known by its role, whatever its pin", () => {
  const lines = createLines();
  lines.attachDht("air", (lowMs) => [lowMs]);
  const circuit = roleCircuit(lines, [{ role: "air", kind: "dht" }], { air: 4 });
  expect(circuit.released(4, 18)).toEqual([18]);
  expect(circuit.released(5, 18)).toEqual([]);
});

test("a strip is known by its role, whatever its pin", () => {
  const lines = createLines();
  const heard: string[] = [];
  lines.attachPixels("shelf", (bytes) => heard.push(bytes) > 0);
  const circuit = roleCircuit(lines, [{ role: "shelf", kind: "pixels" }], { shelf: 4 });
  expect(circuit.shown(4, "abc")).toBe(true);
  expect(heard).toEqual(["abc"]);
});
