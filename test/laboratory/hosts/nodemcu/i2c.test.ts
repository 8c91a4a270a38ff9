// The i2c row of the NodeMCU tables: what a part that is measured with (test/engines) does not show.
import { describe, expect, test } from "vitest";
import type { AddressedBus } from "../../../../tools/laboratory/hosts/nodemcu/bus.ts";
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
