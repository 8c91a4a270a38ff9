import { expect, test } from "vitest";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { device, seconds, sensor } from "../../src/index.ts";
import { readOwnFirmware } from "../../tools/sim/devices/own-firmware.ts";
import { createSurroundings } from "../../tools/sim/home/surroundings.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";

const SINGLE_SHOT = "\x24\x00";

/** °C that an SHT3x at this bus measures now. */
function celsius(
  clock: ReturnType<typeof createVirtualClock>,
  { i2c }: ReturnType<typeof createSurroundings>,
) {
  expect(i2c.write(0x44, SINGLE_SHOT)).toBe(true);
  clock.advance(20);
  const bytes = i2c.read(0x44, 6) ?? "";
  return -45 + (175 * (bytes.charCodeAt(0) * 256 + bytes.charCodeAt(1))) / 65535;
}

test("a device acts on its room: its heater warms its sensor", async () => {
  const clock = createVirtualClock();
  const [climate] = await readOwnFirmware(["climate"]);
  const surroundings = createSurroundings(clock, climate);
  expect(celsius(clock, surroundings)).toBeCloseTo(19.5, 1);
  surroundings.circuit.written("heater", 1);
  clock.advance(1_800_000);
  expect(celsius(clock, surroundings)).toBeGreaterThan(20.5);
  surroundings.circuit.written("heater", 0);
  clock.advance(7_200_000);
  expect(celsius(clock, surroundings)).toBeLessThan(19);
});

test("a device unknown to the home measures plausible values", () => {
  const clock = createVirtualClock();
  const declaration = device({
    name: "my-own",
    sensors: [sensor("temperature", sht3x("air").temperature, { every: seconds(10) })],
  });
  const surroundings = createSurroundings(clock, { name: "my-own", declaration });
  expect(celsius(clock, surroundings)).toBeCloseTo(20, 1);
});
