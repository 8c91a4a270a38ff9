// Answers on an I2C bus, asked of boards that are models behind a pseudo-terminal.
import { expect, test, vi } from "vitest";
import type { I2cBus } from "../../src/platform/node/world.ts";
import { driversAt } from "../../tools/flash/i2c-addresses.ts";
import { searchBus } from "../../tools/flash/i2c-search.ts";
import { driverRows } from "../../tools/laboratory/drivers/rows.ts";
import { createBh1750 } from "../../tools/sim/parts/i2c/bh1750.ts";
import { createPca9685 } from "../../tools/sim/parts/i2c/pca9685.ts";
import { createSht3x } from "../../tools/sim/parts/i2c/sht3x.ts";
import { createI2cBus } from "../../tools/sim/parts/i2c-bus.ts";
import { needs, SOCAT } from "../needs.ts";
import { espruinoAtPort, nodeMcuAtPort, said } from "./board-at-port.ts";

vi.setConfig({ testTimeout: 300_000 });

/** An SHT3x, which acknowledges no read before a command, a BH1750, and one that ringmote has no driver for. */
function bus(): I2cBus {
  const now = () => 0;
  const stranger: I2cBus = {
    write: (address) => address === 0x20,
    read: (address, count) => (address === 0x20 ? "\0".repeat(count) : undefined),
  };
  return createI2cBus([
    createSht3x({ now, air: () => ({ celsius: 20, humidity: 50, hectopascals: 1000 }) }),
    createBh1750({ address: 0x5c, now, lux: () => 100 }),
    stranger,
  ]);
}

const BOARDS = {
  "esp32-espruino": { pins: ["D21", "D22"], at: espruinoAtPort.bind(undefined, {}) },
  "esp32-nodemcu": { pins: ["IO21", "IO22"], at: nodeMcuAtPort.bind(undefined, { chip: "esp32" }) },
  "esp8266-nodemcu": { pins: ["D2", "D5"], at: nodeMcuAtPort.bind(undefined, { chip: "esp8266" }) },
} as const;

test.each(Object.entries(BOARDS))(
  "scan at %s lists a bus's addresses with their drivers",
  needs(SOCAT),
  async (board, { pins: [sda, scl], at }) => {
    const { path, storage } = await at(undefined, undefined, bus());
    const args = ["scan", "--sda", sda, "--scl", scl, "--board", board, "--port", path];
    expect(await said(args)).toBe(
      `I2C on ${sda}, ${scl}: 3 addresses answer\n  0x20  no driver of ringmote\n  0x44  ina219, pca9685, sht3x, sht4x\n  0x5c  bh1750, pca9685\n`,
    );
    const { i2c } = JSON.parse(await said([...args, "--json"]));
    expect(i2c).toMatchObject({ sda, scl });
    expect(i2c.parts[2]).toEqual({ address: 0x5c, drivers: ["bh1750", "pca9685"] });
    expect(storage.size).toBe(0);
  },
);

test("a PCA9685's all-call address is reported as no part", needs(SOCAT), async () => {
  const { path } = await espruinoAtPort({}, undefined, undefined, createI2cBus([createPca9685({})]));
  const args = ["scan", "--sda", "D21", "--scl", "D22", "--board", "esp32-espruino", "--port", path];
  expect(await said(args)).toMatch(
    /: 2 addresses answer\n {2}0x40 {2}.*pca9685\n {2}0x70 {2}every pca9685 after power-on\n$/,
  );
});

test("an empty bus is reported beside a pin", needs(SOCAT), async () => {
  const { path } = await espruinoAtPort();
  const args = ["scan", "D4", "--sda", "D21", "--scl", "D22", "--board", "esp32-espruino", "--port", path];
  expect(await said(args)).toMatch(/^D4: nobody answers\. .*\nI2C on D21, D22: nothing answers\. .*\n$/);
});

test("a firmware without i2c is reported with a remedy", needs(SOCAT), async () => {
  const { path } = await nodeMcuAtPort({ chip: "esp8266", missing: ["i2c"] });
  const args = ["scan", "--sda", "D2", "--scl", "D5", "--board", "esp8266-nodemcu", "--port", path];
  expect(await said(args, {}, 1)).toContain("The board's firmware was built without the module i2c");
});

test("an Espruino without I2C1 is reported with a remedy", needs(SOCAT), async () => {
  const { path, model } = await espruinoAtPort();
  await vi.waitFor(() => expect(model.device.evaluate("delete global.I2C1")).toBe(true));
  const args = ["scan", "--sda", "D21", "--scl", "D22", "--board", "esp32-espruino", "--port", path];
  expect(await said(args, {}, 1)).toContain("The board's firmware was built without I2C1");
});

test("an answer for an unrequested address is ignored", async () => {
  const seen = await searchBus(async (first) => [first, "68", -1, 1e9, Number.NaN, null, { a: 1 }, 0x44]);
  expect(seen).toEqual([0x08, 0x18, 0x28, 0x38, 0x44, 0x48, 0x58, 0x68]);
});

test("a bus held low is reported", async () => {
  const all = Array.from({ length: 128 }, (_, address) => address);
  await expect(searchBus(async () => all)).rejects.toThrow("Every address answers");
});

test("every driver on I2C has its addresses", async () => {
  const named = new Set([...(await driversAt()).values()].flat());
  const rows = (await driverRows()).filter(({ wire }) => wire === "i2c");
  expect([...named].sort()).toEqual(rows.map(({ driver }) => driver).sort());
  expect((await driversAt()).get(0x76)).toEqual(["bme280", "pca9685"]);
  expect((await driversAt()).get(0x23)).toEqual(["bh1750"]);
});

test.each([
  [["--sda", "D21"], "An I2C bus has two pins"],
  [["--sda", "D21", "--scl", "D21"], "An I2C bus has two pins"],
  [["--sda", "D34", "--scl", "D22"], '"D34" is no pin of ESP32 running Espruino to search an I2C bus on'],
  [["--sda", "D1", "--scl", "D22"], '"D1" is no pin of ESP32 running Espruino to search an I2C bus on'],
])("the command %j is refused with its remedy", async (args, words) => {
  const line = ["scan", ...args, "--board", "esp32-espruino", "--port", "/dev/nowhere"];
  expect(await said(line, {}, 2)).toContain(words);
});
