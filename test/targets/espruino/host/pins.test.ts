// Inputs, analog pins, PWM and one-wire of a hosted Espruino, and what its chip knows.
import { describe, expect, test } from "vitest";
import { createLines } from "../../../../src/platform/node/circuit.ts";
import { lab, online } from "./lab.ts";

describe("inputs", () => {
  test("have the level that a part puts there, or that of the pull-up", () => {
    const board = lab(
      "pinMode(D26,'input');pinMode(D27,'input_pullup');print(digitalRead(D26),digitalRead(D27));",
    );
    board.world.circuit.drive("D26", 1);
    board.world.circuit.drive("D27", 0);
    expect(board.lines()).toEqual(["0 1"]);
    expect(board.device.evaluate("digitalRead([D26,D27])")).toBe(2);
  });

  test("are pulled up by a watch on the ESP32, until their mode is set again", () => {
    const script = (pin: string) =>
      `pinMode(${pin},'input');setWatch(function(){},${pin},{repeat:true});print(digitalRead(${pin}));pinMode(${pin},getPinMode(${pin}));print(digitalRead(${pin}));`;
    expect(lab(script("D26")).lines()).toEqual(["1", "0"]);
    expect(lab(script("D4"), { chip: "esp8266" }).lines()).toEqual(["0", "0"]);
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
  test("read a part of 1, in steps of the chip's converter, and NaN where there is none", () => {
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
  ] as const)("pulse on %s, at the frequency that is given or the usual one", (chip, pin, usual) => {
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

describe("one-wire", () => {
  test("resets, writes and reads", () => {
    const circuit = createLines();
    const written: string[] = [];
    circuit.attachOneWire("D4", {
      reset: () => true,
      write: (bytes) => written.push(bytes),
      read: (count) => "\x50\x05\x4b".slice(0, count),
    });
    const script =
      "o=new OneWire(D4);print(o.reset());o.skip();o.write('\\x44');o.write([0xbe]);print(o.read(3).join(),o.read());";
    expect(lab(script, { around: { circuit } }).lines()).toEqual(["true", "80,5,75 80"]);
    expect(written).toEqual(["\xcc", "\x44", "\xbe"]);
  });

  test("finds nobody on a line without parts", () => {
    expect(lab("o=new OneWire(D4);print(o.reset(),o.read());").lines()).toEqual(["false 255"]);
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

  test("the signal's strength is in the ESP32's status and in the ESP8266's details", () => {
    const script = online("var w=require('Wifi');print(w.getStatus().rssi,w.getDetails().rssi);");
    const around = { chip: { signalStrength: () => -71 } };
    expect(lab(script, { around }).lines()).toEqual(["-71 undefined"]);
    expect(lab(script, { around, chip: "esp8266" }).lines()).toEqual(["undefined -71"]);
  });
});
