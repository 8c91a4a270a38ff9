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

/** The datasheet's example, and others, by their bytes: when the line falls. */
function fallsOf(...bytes: number[]): number[] {
  const falls = [30, 190];
  for (const byte of bytes)
    for (let place = 7; place >= 0; place -= 1)
      falls.push((falls.at(-1) ?? 0) + ((byte >> place) & 1 ? 120 : 76));
  return falls;
}

describe.each([
  ["esp8266", "dht.read(2)", 18],
  ["esp32", "dht.read2x(2)", 10],
] as const)("dht of the %s", (chip, call, heldMs) => {
  const table = lab(chip);
  let falls: number[] = [];
  const held: number[] = [];
  table.world.circuit.attachDht(2, (lowMs) => {
    held.push(lowMs);
    return falls;
  });
  const read = (...bytes: number[]) => {
    falls = fallsOf(...bytes);
    table.run(`note(${call})`);
    return table.notes();
  };

  test("gives degrees, percent and their thousandths, with their sign", () => {
    expect(read(0x02, 0x8c, 0x01, 0x5f, 0xee)).toMatch(/^0 35\.1 65\.2 (99|100) (199|200)$/);
    expect(read(0x02, 0x8c, 0x80, 0x65, 0x73)).toMatch(/^0 -10\.1 65\.2 -(99|100) (199|200)$/);
    expect(held).toEqual([heldMs, heldMs]);
  });

  test("tells a wrong sum, and a line that is silent or cut", () => {
    expect(read(0x02, 0x8c, 0x01, 0x5f, 0xef)).toMatch(/^-1 /);
    expect(read(0x02, 0x8c, 0x01, 0x5f)).toMatch(/^-2/);
    expect(read()).toMatch(/^-2/);
  });

  test("two high bytes alone are a DHT11 to the ESP8266", () => {
    expect(read(2, 0, 1, 0, 3)).toMatch(chip === "esp8266" ? /^0 1 2 0 0$/ : /^0 25\.6 51\.2 /);
    expect(read(3, 0, 0x81, 0, 0x84)).toMatch(chip === "esp8266" ? /^0 129 3 0 0$/ : /^0 -25\.6 76\.8 /);
    expect(read(3, 0, 0x81, 0, 0x85)).toMatch(/^-1 /);
  });
});

test("dht refuses pins that cannot be the line", () => {
  const one = lab("esp8266");
  one.run("try(dht.read, 0) try(dht.read, 13)");
  expect(one.notes()).toBe("dht 0 does not exist; dht 13 does not exist");
  const other = lab("esp32");
  other.run("try(dht.read2x, 34)");
  expect(other.notes()).toBe("bad argument #1 to 'read2x' (invalid gpio)");
});
