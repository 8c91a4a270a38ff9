// The breadboard itself: what a driver does wrong there is found out.
import { expect, test } from "vitest";
import { createSht3x } from "../../tools/sim/parts/i2c/sht3x.ts";
import { createBreadboard, PIN } from "./breadboard.ts";

test("a wire that was not set up cannot be used", () => {
  const { ports } = createBreadboard();
  expect(() => ports.i2c.write(0x44, "\x24\x00")).toThrow("The I2C bus was not set up");
  expect(() => ports.i2c.read(0x44, 6)).toThrow("The I2C bus was not set up");
  expect(() => ports.oneWire.reset(PIN)).toThrow(`The one-wire line ${PIN} was not set up`);
  expect(() => ports.analog.read(PIN)).toThrow(`Pin ${PIN} was not made an analog input`);
});

test("a misuse of a part is reported in words", () => {
  const { ports, plug, clock, misuses } = createBreadboard();
  plug(createSht3x({ now: clock.now, air: () => ({ celsius: 20, humidity: 50 }) }));
  ports.i2c.setUp({ sda: "SDA", scl: "SCL" });
  ports.i2c.write(0x44, "\x24");
  expect(misuses()).toEqual(["SHT3x: a write of 1 byte: a command has two"]);
});

test.fails("a misuse that the test did not take fails it at its end", () => {
  const { ports, plug, clock } = createBreadboard();
  plug(createSht3x({ now: clock.now, air: () => ({ celsius: 20, humidity: 50 }) }));
  ports.i2c.setUp({ sda: "SDA", scl: "SCL" });
  ports.i2c.write(0x44, "\x24");
});
