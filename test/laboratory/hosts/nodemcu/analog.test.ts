// The adc, pwm, ledc, ow, uart, spi and ws2812 rows of the NodeMCU tables.
import { describe, expect, test } from "vitest";
import type { OneWireBus } from "../../../../src/platform/node/world.ts";
import { CHIPS, lab } from "./lab.ts";

/** What the pins were pulsed with, as "pin hertz duty". */
function pulsesOf(table: ReturnType<typeof lab>, pins: readonly number[]): string[] {
  const seen: string[] = [];
  for (const pin of pins)
    table.world.circuit.whenPulsed(pin, (hertz, duty) => seen.push(`${pin} ${hertz} ${duty}`));
  return seen;
}

describe("analog inputs", () => {
  test("of the ESP8266 are one, of ten bits", () => {
    const table = lab("esp8266");
    table.world.circuit.feed(0, () => 2051);
    table.run("note(adc.read(0)) try(adc.read, 1)");
    expect(table.notes()).toBe("512; bad argument #1 to 'read' (adc 0 does not exist)");
  });

  test("the ESP32's analog inputs are channels, in the configured bits", () => {
    const table = lab("esp32");
    for (const pin of [36, 39, 32, 35]) table.world.circuit.feed(pin, () => pin * 100);
    table.run("adc.setwidth(adc.ADC1, 12) for i = 0, 7 do adc.setup(adc.ADC1, i, adc.ATTEN_11db) end");
    table.run("for _, i in ipairs({ 0, 3, 4, 7 }) do note(adc.read(adc.ADC1, i)) end");
    table.run("adc.setwidth(adc.ADC1, 10) note(adc.read(adc.ADC1, 0))");
    expect(table.notes()).toBe("3600; 3900; 3200; 3500; 900");
  });

  test("the ESP32's analog inputs fail before setup and beyond the last", () => {
    const table = lab("esp32");
    table.run("try(adc.read, adc.ADC1, 0) try(adc.read, adc.ADC1, 8)");
    expect(table.notes()).toBe("adc_read failed; channel 8 does not exist in ADC1");
  });
});

describe("pwm of the ESP8266", () => {
  test("has one frequency for all pins", () => {
    const table = lab("esp8266");
    table.run("pwm.setup(4, 500, 512) pwm.start(4)");
    const seen = pulsesOf(table, [4]);
    table.run("pwm.setup(5, 50, 0)");
    expect(seen).toEqual(["4 50 512"]);
  });

  test("takes whatever is above 1000 Hz for that, and for all pins", () => {
    const table = lab("esp8266");
    table.run("pwm.setup(4, 500, 512) pwm.start(4)");
    const seen = pulsesOf(table, [4]);
    table.run("note(pwm.setup(5, 25000, 0)) note(pwm.setup(5, 65536, 0))");
    expect([seen, table.notes()]).toEqual([["4 1000 512", "4 1 512"], "1000; 1"]);
  });

  test("pwm refuses pin 0, a seventh pin, and impossible frequencies, duties", () => {
    const table = lab("esp8266");
    table.run(
      "for pin = 0, 7 do try(pwm.setup, pin, 500, 0) end try(pwm.setup, 1, 0, 0) try(pwm.setup, 1, 1, 1024)",
    );
    expect(table.notes().split("; ")).toEqual([
      "no pwm for D0",
      ...Array(6).fill("fine"),
      "too many pwms.",
      "wrong arg range",
      "wrong arg range",
    ]);
  });
});

describe("ledc of the ESP32", () => {
  const CHANNEL = "bits = ledc.TIMER_10_BIT, mode = ledc.HIGH_SPEED, duty = 256";

  test("ledc pulses a pin in 1024ths of a period; 1024 is always", () => {
    const table = lab("esp32");
    const seen = pulsesOf(table, [19]);
    table.run(`c = ledc.newChannel({ gpio = 19, ${CHANNEL}, timer = 0, channel = 0, frequency = 500 })`);
    table.run("c:setduty(1024) c:setfreq(50)");
    expect(seen).toEqual(["19 500 256", "19 500 1023", "19 50 1023"]);
  });

  test("ledc makes no frequency with fewer clock beats than ticks", () => {
    const table = lab("esp32");
    const channel = (hertz: number) =>
      `{ gpio = 19, ${CHANNEL}, timer = 0, channel = 0, frequency = ${hertz} }`;
    table.run(
      `try(ledc.newChannel, ${channel(78126)}) c = ledc.newChannel(${channel(78125)}) try(c.setfreq, c, 78126)`,
    );
    expect(table.notes()).toBe("timer configuration failed code -1; set freq failed, code -1");
  });

  test("has a frequency for each timer, which its channels share", () => {
    const table = lab("esp32");
    table.run(`a = ledc.newChannel({ gpio = 18, ${CHANNEL}, timer = 0, channel = 0, frequency = 500 })
      b = ledc.newChannel({ gpio = 19, ${CHANNEL}, timer = 0, channel = 1, frequency = 500 })
      c = ledc.newChannel({ gpio = 21, ${CHANNEL}, timer = 1, channel = 2, frequency = 500 })`);
    const seen = pulsesOf(table, [18, 19, 21]);
    table.run("a:setfreq(50)");
    expect(seen).toEqual(["18 50 256", "19 50 256"]);
  });

  test("refuses an input-only pin and a timer that is not there", () => {
    const table = lab("esp32");
    for (const wrong of ["gpio = 34, timer = 0", "gpio = 19, timer = 4"]) {
      table.run(`try(ledc.newChannel, { ${CHANNEL}, channel = 0, frequency = 500, ${wrong} })`);
    }
    expect(table.notes()).toBe(
      "bad argument #1 to 'newChannel' (gpio: must be in range 0-33); bad argument #1 to 'newChannel' (timer: must be in range 0-3)",
    );
  });
});

describe.each(CHIPS)("one-wire on the %s", (chip) => {
  test("one-wire resets, writes and reads on a prepared pin", () => {
    const table = lab(chip);
    const written: string[] = [];
    const bus: OneWireBus = {
      reset: () => true,
      write: (bytes) => written.push(bytes),
      read: (count) => "\x00\xff\x1a".substring(0, count),
    };
    table.world.circuit.attachOneWire(4, bus);
    table.run(
      "note(ow.reset(4)) ow.setup(4) note(ow.reset(4)) ow.write_bytes(4, '\\204\\68', 0) note(ow.read_bytes(4, 3):byte(1, 3))",
    );
    expect(table.notes()).toBe("0; 1; 0 255 26");
    expect(written).toEqual(["\xcc\x44"]);
  });
});

describe("uart of the ESP32", () => {
  const SETUP = "uart.setup(1, 9600, 8, uart.PARITY_NONE, uart.STOPBITS_1, { tx = 17, rx = 16 })";

  test("gives a line when it is whole or 256 bytes long", () => {
    const table = lab("esp32");
    table.run(`${SETUP} uart.on(1, "data", "\\n", function(bytes) note(#bytes) end) uart.start(1)`);
    table.world.circuit.send(16, `ab\r\n\n${"c".repeat(300)}\nd`, 9600);
    table.advance(1);
    expect(table.notes()).toBe("4; 1; 256; 45");
  });

  test("gives a lot when it is full", () => {
    const table = lab("esp32");
    table.run(`${SETUP} uart.on(1, "data", 4, note) uart.start(1)`);
    table.world.circuit.send(16, "abcdefghi", 9600);
    table.advance(1);
    expect(table.notes()).toBe("abcd; efgh");
    table.world.circuit.send(16, "jkl", 9600);
    table.advance(1);
    expect(table.notes()).toBe("ijkl");
  });

  test("is deaf and dumb until it is started, and on other pins", () => {
    const table = lab("esp32");
    const sent: string[] = [];
    for (const pin of [16, 17, 18]) table.world.circuit.whenSent(pin, 9600, (bytes) => sent.push(bytes));
    table.run(`note(uart.start(2)) ${SETUP} uart.on(1, "data", 0, note) uart.write(1, "early")`);
    table.world.circuit.send(16, "early", 9600);
    table.run("note(uart.start(1))");
    table.world.circuit.send(17, "elsewhere", 9600);
    table.advance(1);
    expect([sent, table.notes()]).toEqual([[], "false; true"]);
  });

  test("hears nothing once it is stopped, and then at another rate", () => {
    const table = lab("esp32");
    table.run(`${SETUP} uart.on(1, "data", 0, note) uart.start(1) uart.on(1, "data") uart.stop(1)`);
    table.world.circuit.send(16, "a", 9600);
    table.run(`${SETUP.replace("9600", "2400")} uart.on(1, "data", 0, note) uart.start(1)`);
    table.world.circuit.send(16, "b", 9600);
    table.world.circuit.send(16, "c", 2400);
    table.advance(1);
    expect(table.notes().split("; ").at(-1)).toBe("c");
    expect(table.notes()).not.toContain("a");
  });

  test("hears without a tx, and sends nowhere", () => {
    const table = lab("esp32");
    const sent: string[] = [];
    table.world.circuit.whenSent(17, 9600, (bytes) => sent.push(bytes));
    table.run(
      `${SETUP.replace("tx = 17", "tx = -1")} uart.on(1, "data", 0, note) uart.start(1) uart.write(1, "a")`,
    );
    table.world.circuit.send(16, "b", 9600);
    table.advance(1);
    expect([sent, table.notes()]).toEqual([[], "b"]);
  });

  test("refuses the console's, formats, input pins to send on, and long lots", () => {
    const table = lab("esp32");
    table.run(`
      try(uart.setup, 0, 9600, 8, 0, 1, { tx = 17, rx = 16 })
      try(uart.setup, 1, 9600, 7, 0, 1, { tx = 17, rx = 16 })
      try(uart.setup, 1, 9600, 8, 0, 1, { tx = 34, rx = 16 })
      try(uart.setup, 1, 9600, 8, 0, 1, { rx = 16 })
      try(uart.setup, 1, 9600, 8, 0, 1, { tx = 17, rx = 34 })
      try(uart.on, 1, "data", 256, note)
      try(uart.on, 1, "sent", 0, note)`);
    expect(table.notes()).toBe(
      "bad argument #1 to 'setup' (this model has no console here: 1 or 2); bad argument #3 to 'setup' (this model speaks 8N1); bad argument #6 to 'setup' (pin tx); bad argument #6 to 'setup' (pin tx); fine; wrong arg range; method not supported",
    );
    const other = lab("esp8266");
    other.run("note(type(uart))");
    expect(other.notes()).toBe("nil");
  });
});

/** A part whose cs is this pin, and which answers by the next byte of each; and the levels of the cs. */
function withSpiPart(chip: (typeof CHIPS)[number], cs: number) {
  const table = lab(chip);
  const { circuit } = table.world;
  const levels: number[] = [];
  circuit.whenWritten(cs, (level) => levels.push(level));
  circuit.attachSpi(cs, (bytes) => String.fromCharCode(...[...bytes].map((byte) => byte.charCodeAt(0) + 1)));
  return { ...table, levels };
}

describe("spi of the ESP8266", () => {
  const SETUP = "spi.setup(1, spi.MASTER, spi.CPOL_LOW, spi.CPHA_LOW, 8, 80, spi.FULLDUPLEX)";

  test("takes its pins from gpio until their mode is set", () => {
    const table = withSpiPart("esp8266", 8);
    table.run(`gpio.mode(8, gpio.OUTPUT) gpio.write(8, 1) ${SETUP} gpio.write(8, 0)`);
    expect(table.levels).toEqual([0, 1]);
    table.run("gpio.mode(8, gpio.OUTPUT) gpio.write(8, 1)");
    expect(table.levels).toEqual([0, 1, 0, 1]);
  });

  test("gives nothing back in half duplex, and refuses the flash chip's", () => {
    const table = lab("esp8266");
    table.run(`note(spi.setup(1, spi.MASTER, spi.CPOL_LOW, spi.CPHA_LOW, 8, 80)) note(spi.send(1, "ab"))
      try(spi.setup, 0, spi.MASTER, spi.CPOL_LOW, spi.CPHA_LOW, 8, 80) try(spi.setup, 1, spi.SLAVE, 0, 0, 8, 80)
      try(spi.setup, 1, 1, 0, 0, 33, 80) try(spi.setup, 1, 1, 0, 0, 8, 80, 2)`);
    expect(table.notes()).toBe("1; 2; SPI 0 is the flash chip's; wrong arg type; out of range; out of range");
  });
});

describe("spi of the ESP32", () => {
  const MASTER = "spi.master(spi.HSPI, { sclk = 18, miso = 34 }, 0)";

  test("refuses a bus twice, the flash chip's, input pins and long transfers", () => {
    const table = lab("esp32");
    table.run(`try(spi.master, spi.SPI1, { sclk = 18 }) try(spi.master, 7, { sclk = 18 }) try(spi.master, spi.HSPI, { sclk = 34 })
      local dev = ${MASTER}:device({ mode = 0, freq = 1000000 }) try(spi.master, spi.HSPI, { sclk = 18 })
      try(dev.transfer, dev, ("a"):rep(33)) try(dev.transfer, dev, ("a"):rep(32))`);
    expect(table.notes()).toBe(
      "bus init failed; bad argument #1 to 'master' (invalid host); bus init failed; bus init failed; transfer failed; fine",
    );
  });
});

/** A strip on this pin, and what it hears. */
function withStrip(chip: (typeof CHIPS)[number], pin: number, canSend = true) {
  const table = lab(chip);
  const heard: string[] = [];
  table.world.circuit.attachPixels(pin, (bytes) => {
    heard.push(bytes);
    return canSend;
  });
  return { ...table, heard };
}

describe("ws2812 of the ESP8266", () => {
  test("sends on D4, from init on", () => {
    const table = withStrip("esp8266", 4);
    table.run(
      'ws2812.write("abc") note(ws2812.init()) ws2812.write(("\\1\\255\\0"):rep(2)) ws2812.write(nil)',
    );
    expect(table.heard).toEqual(["\x01\xff\0\x01\xff\0"]);
  });

  test("takes D4 from gpio, and nothing but texts", () => {
    const table = withStrip("esp8266", 4);
    const levels: number[] = [];
    table.world.circuit.whenWritten(4, (level) => levels.push(level));
    table.run(`ws2812.init() gpio.write(4, 1) try(ws2812.write, 5) try(ws2812.init, 2)`);
    expect(levels).toEqual([]);
    expect(table.notes()).toBe(
      "bad argument #1 to 'write' (pixbuf or string expected); bad argument #1 to 'init' (ws2812.SINGLE or ws2812.DUAL expected)",
    );
  });
});

describe("ws2812 of the ESP32", () => {
  test("raises for inputs, for what is missing, and without a channel", () => {
    const table = withStrip("esp32", 18, false);
    table.run(`try(ws2812.write, { pin = 34, data = "abc" }) try(ws2812.write, { data = "abc" }) try(ws2812.write, { pin = 18 })
      try(ws2812.write, "abc") try(ws2812.write, { pin = 18, data = "abc" })`);
    expect(table.notes()).toBe(
      [
        "sending failed",
        "bad argument #1 to 'write' (invalid pin)",
        "bad argument #1 to 'write' (ws2812.buffer or string expected)",
        "bad argument #1 to 'write' (table expected)",
        "bad argument #1 to 'write' (can't set up chain)",
      ].join("; "),
    );
  });
});
