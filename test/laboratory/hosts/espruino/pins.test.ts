// Inputs, analog pins and PWM of a hosted Espruino, and what its chip knows.
import { describe, expect, test } from "vitest";
import type { Board } from "../../../../boards/board.ts";
import esp32c3 from "../../../../boards/esp32-c3-espruino.ts";
import esp32 from "../../../../boards/esp32-espruino.ts";
import esp32s3 from "../../../../boards/esp32-s3-espruino.ts";
import esp8266 from "../../../../boards/esp8266-espruino.ts";
import { createLines } from "../../../../src/platform/node/circuit.ts";
import { lab, online } from "./lab.ts";

describe("inputs", () => {
  test("a watch pulls the ESP32's inputs up until their next mode", () => {
    const script = (pin: string) =>
      `pinMode(${pin},'input');setWatch(function(){},${pin},{repeat:true});print(digitalRead(${pin}));pinMode(${pin},getPinMode(${pin}));print(digitalRead(${pin}));`;
    expect(lab(script("D26")).lines()).toEqual(["1", "0"]);
    expect(lab(script("D4"), { chip: "esp8266" }).lines()).toEqual(["0", "0"]);
  });

  test("report the edge when a part lets a pulled-up line go", () => {
    const board = lab(
      "pinMode(D26,'input_pullup');setWatch(function(e){print(e.state);},D26,{repeat:true,edge:'both'});",
    );
    for (const level of [0, undefined]) {
      board.world.circuit.drive("D26", level);
      board.world.clock.advance(1);
    }
    expect(board.lines()).toEqual(["false", "true"]);
  });

  test("tell when each edge was, though the program runs later", () => {
    const board = lab(
      "pinMode(D26,'input');var l;setWatch(function(e){if(l)print(e.state,Math.round((e.time-l)*1E6));l=e.time;},D26,{repeat:true,edge:'both'});",
    );
    for (const [level, ago] of [
      [0, 5800],
      [1, 5774],
      [0, 116],
    ] as const)
      board.world.circuit.drive("D26", level, ago);
    board.world.clock.advance(1);
    expect(board.lines()).toEqual(["true 26", "false 5658"]);
  });

  test("tell with an edge what the data pin had then", () => {
    const board = lab(
      "pinMode(D26,'input_pullup');pinMode(D25,'input_pullup');setWatch(function(e){print(e.state,e.data);},D26,{repeat:true,edge:'both',data:D25});",
    );
    for (const [pin, level] of [
      ["D26", 0],
      ["D25", 0],
      ["D26", 1],
      ["D25", 1],
    ] as const)
      board.world.circuit.drive(pin, level);
    board.world.clock.advance(1);
    expect(board.lines()).toEqual(["false true", "true false"]);
  });

  test("tell of each fall of a line that is let go", () => {
    const board = lab(
      "digitalWrite(D26,0);pinMode(D26,'output');var l;setTimeout(function(){setWatch(function(e){if(l)print(Math.round((e.time-l)*1E6),e.state);l=e.time;},D26,{repeat:true,edge:'falling'});pinMode(D26,'input_pullup');},2);",
    );
    // It was let go before there was a part.
    expect(board.lines()).toEqual([]);
    const held: number[] = [];
    board.world.circuit.attachDht("D26", (lowMs) => {
      held.push(lowMs);
      return [30, 190, 266, 386];
    });
    board.device.evaluate("digitalWrite(D26,0);pinMode(D26,'output');");
    board.world.clock.advance(3);
    board.device.evaluate("pinMode(D26,'input');");
    expect(board.lines()).toEqual([]);
    board.world.clock.advance(1);
    expect(board.lines()).toEqual(["160 false", "76 false", "120 false"]);
    expect(held).toEqual([3]);
    board.device.evaluate("pinMode(D26,'input_pullup');");
    expect(held).toEqual([3]);
  });

  test("are not watched where the chip has no interrupt", () => {
    const board = lab("print(setWatch(function(){},D16,{repeat:true}));", { chip: "esp8266" });
    expect(board.lines()).toEqual(["WARNING: Unable to set watch. This pin cannot be used with watch", "0"]);
  });

  test("are heard no more behind clearWatch, or when the program ends", () => {
    const board = lab("i=setWatch(function(){print('seen');},D26,{repeat:true});");
    board.device.evaluate("clearWatch(i)");
    board.world.circuit.drive("D26", 1);
    board.device.kill();
    board.world.circuit.drive("D26", 0);
    board.world.clock.advance(10);
    expect(board.lines()).toEqual([]);
  });
});

describe("analog pins", () => {
  test("analog pins read fractions in the converter's steps, or NaN", () => {
    const circuit = createLines();
    for (const pin of ["D32", "A0"]) circuit.feed(pin, () => 2051);
    expect(lab("print(analogRead(D32)*4096,analogRead(D26));", { around: { circuit } }).lines()).toEqual([
      "2051 NaN",
    ]);
    const small = lab("print(analogRead(A0)*1024);", { chip: "esp8266", around: { circuit } });
    expect(small.lines()).toEqual(["512"]);
  });

  test.each([
    ["esp32", "D18", 5000],
    ["esp8266", "D4", 50],
  ] as const)("analog pins pulse on %s, at the given or usual frequency", (chip, pin, usual) => {
    const circuit = createLines();
    const seen: number[][] = [];
    circuit.whenPulsed(pin, (hertz, duty) => seen.push([hertz, duty]));
    lab(`analogWrite(${pin},0.5,{freq:440});analogWrite(${pin},1);`, { chip, around: { circuit } });
    expect(seen).toEqual([
      [440, 512],
      [usual, 1023],
    ]);
  });
});

describe("pulses", () => {
  /** Pins that pulse when each is given this frequency, on a board, and what the console says. */
  function pulsing(board: Board, hertz: number) {
    const circuit = createLines();
    const able = Object.values(board.pins).flatMap(({ id, can }) =>
      (can as readonly string[]).includes("pwm") ? [id] : [],
    );
    const seen = new Set<string | number>();
    for (const pin of able) circuit.whenPulsed(pin, () => seen.add(pin));
    const script = able.map((pin) => `analogWrite(${pin},0.5,{freq:${hertz}});`).join("");
    const lines = lab(script, { board, around: { circuit } }).lines();
    return { pins: seen.size, refused: able.length - seen.size, lines };
  }

  test.each([
    ["three pins of an ESP32", esp32, 440, 3],
    ["five pins of an ESP32 at its own frequency", esp32, 5000, 5],
    ["one pin of an ESP32-C3", esp32c3, 440, 1],
    ["five pins of an ESP32-C3 at its own frequency", esp32c3, 5000, 5],
    ["three pins of an ESP32-S3", esp32s3, 440, 3],
    ["seven pins of an ESP8266", esp8266, 440, 7],
  ] as const)("come from %s, and others are told", (_, board, hertz, count) => {
    const { pins, refused, lines } = pulsing(board, hertz);
    expect([pins, lines.length]).toEqual([count, refused]);
    expect(lines[0]).toMatch(/^ERROR: (no PWM channel available anymore|Timeout on Utility Timer)$/);
  });

  test("do not come at a frequency that the chip does not make", () => {
    expect(pulsing(esp32, 78126)).toMatchObject({ pins: 0, lines: [] });
    expect(pulsing(esp32c3, 16)).toMatchObject({ pins: 0, lines: [] });
  });

  test("go on where a pin that pulses is given another duty", () => {
    const circuit = createLines();
    const seen: number[] = [];
    circuit.whenPulsed("D18", (_, duty) => seen.push(duty));
    const others = ["D19", "D21", "D22"].map((pin) => `analogWrite(${pin},1,{freq:50});`).join("");
    lab(`analogWrite(D18,0,{freq:50});${others}analogWrite(D18,1,{freq:50});`, { around: { circuit } });
    expect(seen).toEqual([0, 1023]);
  });
});

describe("the SPI", () => {
  /** A part that answers by the next byte of each. */
  function withPart() {
    const circuit = createLines();
    const levels: number[] = [];
    circuit.whenWritten("D5", (level) => levels.push(level));
    circuit.attachSpi("D5", (bytes) =>
      String.fromCharCode(...[...bytes].map((byte) => byte.charCodeAt(0) + 1)),
    );
    return { circuit, levels };
  }

  test("reads nothing without a miso, and before it is set up", () => {
    const { circuit } = withPart();
    const { lines } = lab(
      "var s=new SPI();print(s.send('a',D5)=='\\xff');s.setup({sck:D18,mosi:D23});print(s.send('a',D5)=='\\0');",
      { around: { circuit } },
    );
    expect(lines()).toEqual(["true", "true"]);
  });
});

describe("a strip of LEDs", () => {
  test("throws for cut LEDs, for no bytes, and without memory", () => {
    const circuit = createLines();
    circuit.attachPixels("D18", () => false);
    const { lines } = lab(
      'for(var d of ["ab","","abc"])try{require("neopixel").write(D18,d);}catch(e){print(e.message);}',
      { around: { circuit } },
    );
    expect(lines()).toEqual([
      "Data length must be a multiple of 3 (RGB)",
      "Data must be a non empty array",
      "Not enough stack memory for data",
    ]);
  });
});

describe("a UART", () => {
  test("an ESP32 has two, an ESP32-C3 one and an ESP8266 none", () => {
    const script = "print(typeof Serial2,typeof Serial3);";
    expect(lab(script).lines()).toEqual(["object object"]);
    expect(lab(script, { chip: "esp8266" }).lines()).toEqual(["undefined undefined"]);
  });
});

describe("what the chip knows", () => {
  test("the ESP8266 says why it started, the ESP32 whether it slept", () => {
    const why = "ESP8266.getResetInfo().reason";
    const world = { chip: { resetReason: "watchdog" } };
    const board = lab("", { chip: "esp8266", around: world });
    expect(board.device.evaluate(why)).toBe("wdt reset");
    board.device.reboot();
    board.world.clock.advance(1000);
    expect(board.device.evaluate(why)).toBe("reset pin");
    const asleep = lab("", { around: { chip: { resetReason: "deep sleep" } } });
    expect(asleep.device.evaluate("ESP32.getWakeupCause()")).toBeGreaterThan(0);
  });

  test("the signal's strength is in ESP32's status and ESP8266's details", () => {
    const script = online("var w=require('Wifi');print(w.getStatus().rssi,w.getDetails().rssi);");
    const around = { chip: { signalStrength: () => -71 } };
    expect(lab(script, { around }).lines()).toEqual(["-71 undefined"]);
    expect(lab(script, { around, chip: "esp8266" }).lines()).toEqual(["undefined -71"]);
  });
});
