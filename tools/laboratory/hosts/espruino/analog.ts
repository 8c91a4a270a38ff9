// `analogRead`, `analogWrite`, `OneWire`, `SPI`, the UARTs and the module `neopixel`, on the world's circuit.

import type { Board, PwmFacts } from "../../../../boards/board.ts";
import type { Circuit } from "../../../../src/platform/node/world.ts";
import { waysOf } from "./chips.ts";
import { HostFault } from "./host-fault.ts";
import { argumentBytes } from "./i2c.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Pins } from "./pins.ts";
import type { Bag } from "./realm.ts";
import { word } from "./transcript.ts";

const FULL_SCALE = 4096;
const FULL_DUTY = 1023;
/** Of the chip: bytes that are not in one piece go over the stack. */
const NO_STACK = "Not enough stack memory for data";

/** Puts analog pins into the program's context. */
export function installAnalog(interpreter: Interpreter, board: Board, pins: Pins): void {
  const { realm, world, transcript } = interpreter;
  const { analogStep, usualHertz, lacksChannel } = waysOf(board.chip);
  const hasChannel = channelsOf(board.pwm);
  const can = (name: string, ability: "adc" | "pwm") =>
    Object.values(board.pins).some((pin) => pin.id === name && pin.can.includes(ability));

  realm.method(realm.global, "analogRead", (pin) => {
    const name = pins.nameOf(pin);
    if (!can(name, "adc")) return Number.NaN;
    const counts = world.circuit.analog(name);
    const seen = counts - (counts % analogStep);
    transcript?.answer("a", seen);
    return seen / FULL_SCALE;
  });
  realm.method(realm.global, "analogWrite", (pin, value, options) => {
    const name = pins.nameOf(pin);
    if (!can(name, "pwm")) {
      interpreter.trap(() => {
        throw new HostFault(`analogWrite on ${name}, which has no PWM on ${board.title}`);
      });
    }
    const { freq = 0 } = (options ?? {}) as { freq?: number };
    const hertz = freq > 0 ? freq : usualHertz;
    const duty = Math.round(Math.min(1, Math.max(0, Number(value))) * FULL_DUTY);
    if (hertz < board.pwm.hertz.least || hertz > board.pwm.hertz.most) return;
    if (!hasChannel(name, hertz)) {
      world.log(`ERROR: ${lacksChannel}`);
      return;
    }
    transcript?.output("pwm", name, hertz, duty);
    world.circuit.pulsed(name, hertz, duty);
  });
}

/**
 * Whether a channel is there for a pin. One that a pin has taken stays its own: those at the fixed frequency,
 * and the others.
 */
function channelsOf({ pins, fixed }: PwmFacts): (pin: string, hertz: number) => boolean {
  const taken = { fixed: new Set<string>(), free: new Set<string>() };
  return (pin, hertz) => {
    const [of, most] = hertz === fixed?.hertz ? [taken.fixed, fixed.pins] : [taken.free, pins];
    if (of.size < most) of.add(pin);
    return of.has(pin);
  };
}

/** Puts the class `OneWire` into the program's context. */
export function installOneWire(interpreter: Interpreter, pins: Pins): void {
  const { realm, world, transcript } = interpreter;
  const { Uint8Array: BytesOf } = realm.intrinsics;
  pins.installClass("OneWire", (name) => {
    const bus: Bag = realm.object({ pin: name });
    const write = (data: unknown): void => {
      const bytes = argumentBytes(interpreter, data);
      transcript?.output("onewire", name, word(bytes));
      world.circuit.oneWire(name).write(bytes);
    };
    realm.method(bus, "reset", () => {
      const isThere = world.circuit.oneWire(name).reset();
      transcript?.answer("o", isThere ? 1 : 0);
      return isThere;
    });
    realm.method(bus, "write", write);
    realm.method(bus, "skip", () => write(0xcc));
    realm.method(bus, "read", (count) => {
      const bytes = world.circuit.oneWire(name).read(count === undefined ? 1 : Number(count));
      transcript?.answer("o", `B${word(bytes)}`);
      if (count === undefined) return bytes.charCodeAt(0);
      const result = new BytesOf(bytes.length);
      for (let at = 0; at < result.length; at += 1) result[at] = bytes.charCodeAt(at);
      return result;
    });
    realm.method(bus, "search", () =>
      realm.array((world.circuit.oneWire(name).search?.() ?? []).map(hexadecimal)),
    );
    return bus;
  });
}

/**
 * Puts the class `SPI` into the program's context: the bus by software, in mode 0. Before `setup` it moves no
 * pin.
 */
export function installSpi(interpreter: Interpreter, pins: Pins): void {
  const { realm, world, transcript } = interpreter;
  const made = (): Bag => {
    const bus = realm.object();
    let line: { reads: boolean } | undefined;
    let pulsed: { data: string; clock: string } | undefined;
    realm.method(bus, "setup", (options) => {
      const { sck, miso, mosi, ...others } = (options ?? {}) as Bag;
      for (const pin of [sck, miso, mosi]) if (pin !== undefined) pins.nameOf(pin);
      interpreter.trap(() => {
        if (Object.keys(others).length > 0) throw new HostFault("this SPI knows pins, and no other option");
      });
      pulsed =
        sck === undefined && miso !== undefined && mosi !== undefined
          ? { data: pins.nameOf(miso), clock: pins.nameOf(mosi) }
          : undefined;
      line = sck === undefined ? undefined : { reads: miso !== undefined };
    });
    realm.method(bus, "send", (data, cs) => {
      const bytes = argumentBytes(interpreter, data);
      const name = cs === undefined ? undefined : pins.nameOf(cs);
      if (name !== undefined) pins.write(name, 0);
      const read =
        pulsed !== undefined
          ? shifted(world.circuit, bytes, pulsed)
          : line === undefined
            ? "\xff".repeat(bytes.length)
            : world.circuit.exchanged(bytes);
      const seen = line?.reads === false ? "\0".repeat(bytes.length) : read;
      transcript?.answer("s", word(seen));
      if (name !== undefined) pins.write(name, 1);
      return seen;
    });
    return bus;
  };
  const classOf = realm.run("(function(make){return function SPI(){return make();};})", "SPI") as (
    make: () => Bag,
  ) => () => unknown;
  realm.method(realm.global, "SPI", classOf(made));
}

/** The module `neopixel`. A transfer that the chip cannot make is thrown. */
export function neopixelModule(interpreter: Interpreter, pins: () => Pins): Bag {
  const { realm, world, transcript } = interpreter;
  const { Error: ErrorOf } = realm.intrinsics;
  const module = realm.object();
  realm.method(module, "write", (pin, data) => {
    const name = pins().nameOf(pin);
    const bytes = argumentBytes(interpreter, data);
    if (bytes === "") throw new ErrorOf("Data must be a non empty array");
    if (bytes.length % 3 !== 0) throw new ErrorOf("Data length must be a multiple of 3 (RGB)");
    transcript?.output("pixels", name, word(bytes));
    if (world.circuit.shown(name, bytes)) return;
    transcript?.answer("x", NO_STACK);
    throw new ErrorOf(NO_STACK);
  });
  return module;
}

/** Puts the UARTs that are not the console's into the program's context: `Serial2` and what follows it. */
export function installUarts(interpreter: Interpreter, { uart }: Board, pins: Pins): void {
  const { realm, world, transcript } = interpreter;
  const parts = uart?.parts ?? 0;
  for (let number = 2; number < 2 + parts; number += 1) {
    const serial = realm.object();
    // Beside the sockets, as the player of a transcript finds it.
    const label = `sU${number}`;
    let line: { tx: string; baud: number } | undefined;
    let end = () => {};
    interpreter.setLabel(serial, label);
    realm.method(serial, "setup", (baud, options) => {
      const { tx, rx } = (options ?? {}) as { tx?: unknown; rx?: unknown };
      line = { tx: pins.nameOf(tx), baud: Number(baud) };
      end();
      end = world.circuit.listen(pins.nameOf(rx), Number(baud), (bytes) => {
        if (!interpreter.isDead)
          interpreter.emit(serial, "data", [bytes], ["e", label, "data", `B${word(bytes)}`]);
      });
    });
    realm.method(serial, "write", (...data) => {
      const bytes = data.map((item) => argumentBytes(interpreter, item)).join("");
      transcript?.output("serial", label, word(bytes));
      if (line !== undefined) world.circuit.sent(line.tx, bytes, line.baud);
    });
    realm.global[`Serial${number}`] = serial;
  }
}

function hexadecimal(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("hex");
}

/**
 * Without a clock of its own the bus puts each bit on its line and looks, whatever the bits mean to a part
 * there.
 */
function shifted(circuit: Circuit, bytes: string, { data, clock }: { data: string; clock: string }): string {
  const look = (bit: number) => {
    circuit.written(clock, bit);
    return circuit.level(data, true);
  };
  const answer = (byte: string) =>
    [7, 6, 5, 4, 3, 2, 1, 0].reduce((all, place) => all * 2 + look((byte.charCodeAt(0) >> place) & 1), 0);
  return String.fromCharCode(...[...bytes].map(answer));
}
