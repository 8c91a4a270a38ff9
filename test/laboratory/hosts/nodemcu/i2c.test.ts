// The i2c row of the NodeMCU tables, against the register model of a real part.
import { describe, expect, test } from "vitest";
import type { AddressedBus } from "../../../../tools/laboratory/hosts/nodemcu/bus.ts";
import { createSht3x } from "../../../../tools/sim/parts/i2c/sht3x.ts";
import { crc8 } from "../../../../tools/sim/parts/sensirion.ts";
import { createVirtualClock } from "../../../../tools/sim/worlds/clock.ts";
import { CHIPS, lab } from "./lab.ts";

const SETUP = "i2c.setup(0, 2, 1, i2c.SLOW)";
const WRITE = `function put(address, ...)
  i2c.start(0)
  local answered = i2c.address(0, address, i2c.TRANSMITTER)
  if answered then i2c.write(0, ...) end
  i2c.stop(0)
  return answered
end`;
const READ = `function take(address, count)
  i2c.start(0)
  local bytes = i2c.address(0, address, i2c.RECEIVER) and i2c.read(0, count) or nil
  i2c.stop(0)
  return bytes
end`;

describe.each(CHIPS)("the I2C bus of the %s", (chip) => {
  const withSensor = () => {
    const clock = createVirtualClock();
    const sensor = createSht3x({ now: clock.now, air: () => ({ celsius: 21.5, humidity: 40 }) });
    const table = lab(chip, { around: { clock, i2c: sensor } });
    table.run(`${SETUP} ${WRITE} ${READ}`);
    return { table, sensor };
  };

  test("measures with a sensor, whose answer is there when the call returns", () => {
    const { table } = withSensor();
    table.run('note(put(0x44, "\\036\\000"), take(0x44, 6))');
    table.advance(20);
    const bytes = table.run("return take(0x44, 6)");
    expect(table.notes()).toBe("true nil");
    expect(bytes).toHaveLength(6);
    expect(crc8(bytes.substring(0, 2))).toBe(bytes.charCodeAt(2));
  });

  test("hears no acknowledgement where nobody is", () => {
    const { table } = withSensor();
    table.run('note(put(0x45, "x"), take(0x45, 1))');
    expect(table.notes()).toBe("false nil");
  });

  test("takes numbers, strings and tables", () => {
    const written: string[] = [];
    const bus: AddressedBus = {
      acknowledges: () => true,
      write: (_, bytes) => written.push(bytes) > 0,
      read: () => "\x00\xff",
    };
    const table = lab(chip, { around: { i2c: bus } });
    table.run(`${SETUP} ${WRITE} ${READ} put(1, 0x24, "a\\255", { 0, 7 }) note(#take(1, 2))`);
    expect(written).toEqual(["\x24a\xff\x00\x07"]);
    expect(table.notes()).toBe("2");
  });

  test("i2c asks the bus for its acknowledgement, then exactly the bytes", () => {
    const seen: string[] = [];
    const bus: AddressedBus = {
      acknowledges: (address, reading) => {
        seen.push(`${reading ? "read" : "write"} ${address}?`);
        return true;
      },
      write: (_, bytes) => seen.push(`write ${bytes}`) > 0,
      read: (_, count) => {
        seen.push(`read ${count}`);
        return "12";
      },
    };
    const table = lab(chip, { around: { i2c: bus } });
    table.run(`${SETUP} ${WRITE} ${READ} put(9, "ab") take(9, 2)`);
    expect(seen).toEqual(["write 9?", "write ab", "read 9?", "read 2"]);
  });

  test("must be set up first, and slow", () => {
    const table = lab(chip);
    table.run("try(i2c.start, 0) try(i2c.setup, 1, 1, 2, i2c.SLOW)");
    expect(table.notes()).toMatch(/^i2c bus 0 was not set up; bad argument #1 to 'setup'/);
  });
});

test("The ESP8266 has no I2C data line on D0", () => {
  const table = lab("esp8266");
  table.run("try(i2c.setup, 0, 0, 1, i2c.SLOW)");
  expect(table.notes()).toBe("i2c SDA on D0 is not supported");
});
