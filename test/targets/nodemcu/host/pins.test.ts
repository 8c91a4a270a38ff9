// The gpio rows of the NodeMCU tables.
import { describe, expect, test } from "vitest";
import { lab } from "./lab.ts";

describe("pins of the ESP8266", () => {
  test("are D numbers from 0 to 12", () => {
    const table = lab("esp8266");
    table.run("gpio.mode(4, gpio.OUTPUT) gpio.write(4, 1) try(gpio.mode, 13, gpio.OUTPUT)");
    expect(table.world.pins.get(4)).toBe(1);
    expect(table.notes()).toBe("bad argument #1 to 'mode' (Invalid pin)");
  });

  test("take a level before they become outputs", () => {
    const table = lab("esp8266");
    table.run("gpio.write(4, 1)");
    expect(table.world.pins.has(4)).toBe(false);
    table.run("gpio.mode(4, gpio.OUTPUT)");
    expect(table.world.pins.get(4)).toBe(1);
  });

  test("the ESP8266's pins read the outside or a pull-up, except 0", () => {
    const table = lab("esp8266");
    table.run("for pin = 0, 1 do gpio.mode(pin, gpio.INPUT, gpio.PULLUP) end gpio.mode(2, gpio.INPUT)");
    table.world.circuit.drive(2, 1);
    expect(table.run("return gpio.read(0) .. gpio.read(1) .. gpio.read(2)")).toBe("011");
    table.world.circuit.drive(1, 0);
    expect(table.run("return gpio.read(1)")).toBe("0");
  });

  test("call back on a change, except pin 0", () => {
    const table = lab("esp8266");
    table.run('gpio.mode(3, gpio.INT, gpio.PULLUP) gpio.trig(3, "both", function(...) note(...) end)');
    table.run("try(gpio.mode, 0, gpio.INT) try(gpio.trig, 0, 'both', print)");
    table.advance(2);
    // The part lets go at last, and the pull-up takes the line.
    for (const level of [0, undefined]) {
      table.world.circuit.drive(3, level);
      table.advance(0);
    }
    expect(table.notes()).toBe(
      "bad argument #1 to 'mode' (Invalid pin); bad argument #1 to 'trig' (Invalid interrupt pin); 0 2000 1; 1 2000 1",
    );
  });

  test("count the edges that come before the callback has run", () => {
    const table = lab("esp8266");
    table.run(
      'gpio.mode(3, gpio.INT) gpio.trig(3, "down", function(level, _, count) note(level, count) end)',
    );
    for (const level of [1, 0, 1, 0, 1, 0]) table.world.circuit.drive(3, level);
    table.advance(0);
    expect(table.notes()).toBe("0 3");
  });

  test("edges have their times, before and behind the wrap of the count", () => {
    const table = lab("esp8266", { microsAtBoot: 2 ** 31 - 2000 });
    table.run('gpio.mode(3, gpio.INT) gpio.trig(3, "both", note)');
    table.advance(2);
    table.world.circuit.drive(3, 1, 700);
    table.world.circuit.drive(3, 0, 116);
    table.world.circuit.drive(3, 1, 116);
    table.world.circuit.drive(3, 0, 0);
    table.advance(0);
    expect(table.notes()).toBe("1 2147482948 1; 0 2147483532 2; 0 0 1");
    table.run('gpio.trig(3, "none")');
    table.world.circuit.drive(3, 1);
    table.advance(0);
    expect(table.notes()).toBe("");
  });

  test("are not watched any more when they become plain inputs", () => {
    const table = lab("esp8266");
    table.run('gpio.mode(3, gpio.INT) gpio.trig(3, "both", note) gpio.mode(3, gpio.INPUT)');
    table.world.circuit.drive(3, 1);
    table.advance(0);
    expect(table.notes()).toBe("");
  });
});

describe("pins of the ESP32", () => {
  test("are GPIO numbers, set up by a table", () => {
    const table = lab("esp32");
    table.run("gpio.config({ gpio = { 25, 26 }, dir = gpio.OUT }) gpio.write(26, 1)");
    expect([...table.world.pins]).toEqual([
      [25, 0],
      [26, 1],
    ]);
  });

  test("the ESP32's pins from 34, the flash's and absent cannot output", () => {
    const table = lab("esp32");
    table.run(
      "for _, pin in ipairs({ 34, 6, 24, 40 }) do try(gpio.config, { gpio = pin, dir = gpio.OUT }) end",
    );
    expect(table.notes()).toBe(
      "invalid argument; GPIO 6 is a wire of the flash chip; invalid gpio; invalid gpio",
    );
  });

  test("have no pull-up from 34 on", () => {
    const table = lab("esp32");
    table.run("gpio.config({ gpio = { 33, 34 }, dir = gpio.IN, pull = gpio.PULL_UP })");
    expect(table.run("return gpio.read(33) .. gpio.read(34)")).toBe("10");
  });

  test("a change calls back with pin and level, missing earlier ones", () => {
    const table = lab("esp32");
    table.run("gpio.config({ gpio = 27, dir = gpio.IN, pull = gpio.PULL_UP })");
    table.run("gpio.trig(27, gpio.INTR_UP_DOWN, function(pin, level) note(pin, level) end)");
    for (const level of [0, 1, 0]) table.world.circuit.drive(27, level);
    table.advance(0);
    expect(table.notes()).toBe("27 0");
    table.world.circuit.drive(27, 1);
    table.advance(0);
    expect(table.notes()).toBe("27 1");
  });

  test("have no mode of the ESP8266", () => {
    expect(lab("esp32").run("return tostring(gpio.mode or gpio.OUTPUT or pwm)")).toBe("nil");
  });
});

describe.each([
  ["esp8266", "rotary.setup(1, 2, 3) rotary.on(1, rotary.TURN, note)"],
  ["esp32", "rotary.setup(2, 3):on(rotary.TURN, note)"],
] as const)("rotary of the %s", (chip, setUp) => {
  test("counts up when its second line falls first, and below 0", () => {
    const table = lab(chip);
    table.run(setUp);
    for (const [pin, level] of [
      [3, 0],
      [2, 0],
      [3, 1],
      [3, 0],
      [2, 1],
      [3, 1],
      [2, 0],
    ] as const) {
      table.world.circuit.drive(pin, level);
      table.advance(0);
    }
    expect(table.notes().replaceAll(/ \d+(?=;|$)/g, "")).toBe("8 1; 8 2; 8 3; 8 2; 8 1; 8 0; 8 -1");
  });

  test("tells once of what comes together", () => {
    const table = lab(chip);
    table.run(setUp);
    for (const level of [0, 1, 0, 1, 0]) table.world.circuit.drive(3, level);
    table.advance(0);
    expect(table.notes()).toMatch(/^8 1 \d+$/);
  });
});

test("rotary of the ESP8266 has three channels, and refuses pin 0", () => {
  const table = lab("esp8266");
  table.run("try(rotary.setup, 3, 1, 2) try(rotary.setup, 0, 0, 2)");
  expect(table.notes()).toBe("rotary 3 does not exist; bad argument #2 to 'setup' (Invalid pin)");
});
