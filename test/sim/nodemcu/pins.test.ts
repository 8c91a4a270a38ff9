// The gpio, adc and pwm rows of the NodeMCU tables.
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

  test("are read from outside, with a pull-up when nothing drives them", () => {
    const table = lab("esp8266");
    table.run("gpio.mode(1, gpio.INPUT, gpio.PULLUP) gpio.mode(2, gpio.INPUT)");
    table.device.drivePin(2, 1);
    expect(table.run("return gpio.read(1) .. gpio.read(2)")).toBe("11");
    table.device.drivePin(1, 0);
    expect(table.run("return gpio.read(1)")).toBe("0");
  });

  test("call back on a change, except pin 0", () => {
    const table = lab("esp8266");
    table.run('gpio.mode(3, gpio.INT, gpio.PULLUP) gpio.trig(3, "both", function(...) note(...) end)');
    table.run("try(gpio.mode, 0, gpio.INT) try(gpio.trig, 0, 'both', print)");
    table.advance(2);
    table.device.drivePin(3, 0);
    table.device.drivePin(3, 1);
    expect(table.notes()).toBe(
      "bad argument #1 to 'mode' (Invalid pin); bad argument #1 to 'trig' (Invalid interrupt pin); 0 2000 1; 1 2000 1",
    );
  });

  test("give analog values and pulses", () => {
    const table = lab("esp8266", { analog: () => 512 });
    table.run("note(adc.read(0)) pwm.setup(4, 500, 512) pwm.start(4) try(pwm.setup, 5, 2000, 0)");
    expect(table.notes()).toBe("512; bad argument #2 to 'setup' (wrong arg range)");
    expect(table.device.duties().get(4)).toBe(512);
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

  test("cannot be outputs from 34 on, nor wires of the flash, nor absent", () => {
    const table = lab("esp32");
    table.run(
      "for _, pin in ipairs({ 34, 6, 24, 40 }) do try(gpio.config, { gpio = pin, dir = gpio.OUT }) end",
    );
    expect(table.notes()).toBe(
      "invalid argument; GPIO 6 is a wire of the flash chip; invalid gpio; invalid gpio",
    );
  });

  test("call back on a change with pin and level", () => {
    const table = lab("esp32");
    table.run("gpio.config({ gpio = 27, dir = gpio.IN, pull = gpio.PULL_UP })");
    table.run("gpio.trig(27, gpio.INTR_UP_DOWN, function(pin, level) note(pin, level) end)");
    table.device.drivePin(27, 0);
    expect(table.notes()).toBe("27 0");
  });

  test("have no mode of the ESP8266", () => {
    expect(lab("esp32").run("return tostring(gpio.mode or gpio.OUTPUT or pwm)")).toBe("nil");
  });

  test("give analog values and pulses", () => {
    const table = lab("esp32", { analog: (channel) => channel * 100 });
    table.run("adc.setwidth(adc.ADC1, 12) adc.setup(adc.ADC1, 3, 0) note(adc.read(adc.ADC1, 3))");
    table.run("c = ledc.newChannel({ gpio = 19, bits = 10, frequency = 500, duty = 1 }) c:setduty(700)");
    expect(table.notes()).toBe("300");
    expect(table.device.duties().get(19)).toBe(700);
  });
});
