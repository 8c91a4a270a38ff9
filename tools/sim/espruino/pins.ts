// Pins as Espruino names them: `D26`, `NodeMCU.D1`, `digitalWrite` and its kin, `setWatch`.
import type { Board } from "../../../boards/board.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Bag } from "./realm.ts";

const MODES = [
  "analog",
  "input",
  "input_pullup",
  "input_pulldown",
  "output",
  "opendrain",
  "af_output",
  "af_opendrain",
  "auto",
];
/** NodeMCU's D numbers on ESP8266, as GPIO. */
const NODEMCU_GPIO = [16, 5, 4, 0, 2, 14, 12, 13, 15];

interface Watch {
  id: number;
  name: string;
  call: unknown;
  repeat: boolean;
  edge: string;
  lastTime: number | undefined;
}

/** The pins of one program. */
export class Pins {
  private readonly interpreter: Interpreter;
  private readonly byName = new Map<string, Bag>();
  private readonly levels = new Map<string, number>();
  private readonly modes = new Map<string, string>();
  private watches: Watch[] = [];
  private nextWatch = 1;

  constructor(interpreter: Interpreter, board: Board) {
    this.interpreter = interpreter;
    const names = new Set(Object.values(board.pins).map((pin) => String(pin.id)));
    for (const name of names) this.install(name);
    this.installFunctions();
    if (board.chip === "esp8266") this.installNodeMcu();
  }

  /** The outside world puts a level on an input: watches see it in a later turn. */
  drive(name: string, level: number): void {
    const before = this.levels.get(name) ?? 0;
    this.levels.set(name, level);
    if (before === level) return;
    const time = this.interpreter.world.now() / 1000;
    for (const watch of this.watches.filter((one) => one.name === name)) {
      if (watch.edge !== "both" && (watch.edge === "rising") !== (level === 1)) continue;
      const { lastTime = time } = watch;
      const event = { state: level === 1, time, lastTime, pin: this.byName.get(name) };
      watch.lastTime = time;
      if (!watch.repeat) this.watches = this.watches.filter((one) => one !== watch);
      this.interpreter.enqueue(watch.call, undefined, [this.interpreter.realm.object(event)]);
    }
  }

  private install(name: string): void {
    const { realm } = this.interpreter;
    const pin = realm.object();
    realm.method(pin, "toString", () => name);
    realm.method(pin, "write", (level) => this.write(name, level));
    realm.method(pin, "set", () => this.write(name, 1));
    realm.method(pin, "reset", () => this.write(name, 0));
    realm.method(pin, "read", () => this.levels.get(name) === 1);
    realm.method(pin, "mode", (mode) => this.setMode(name, mode));
    realm.method(pin, "getMode", () => this.modes.get(name));
    this.byName.set(name, pin);
    if (/^[A-Z]/.test(name)) realm.global[name] = pin;
  }

  private installNodeMcu(): void {
    const names: Bag = {};
    for (const [index, gpio] of NODEMCU_GPIO.entries()) names[`D${index}`] = this.byName.get(`D${gpio}`);
    this.interpreter.realm.global.NodeMCU = this.interpreter.realm.object(names);
  }

  private installFunctions(): void {
    const { realm } = this.interpreter;
    const { global } = realm;
    const { Error: ErrorOf } = realm.intrinsics;
    const makePin = realm.run("(function(find){return function Pin(pin){return find(pin);};})", "pin") as (
      find: (pin: unknown) => Bag | undefined,
    ) => () => unknown;
    realm.method(
      global,
      "Pin",
      makePin((pin) => this.byName.get(this.nameOf(pin))),
    );
    realm.method(global, "digitalWrite", (pins, level) => {
      if (!Array.isArray(pins)) return this.write(this.nameOf(pins), level);
      const bits = Number(level);
      for (const [index, pin] of [...pins].entries()) {
        this.write(this.nameOf(pin), (bits >> (pins.length - 1 - index)) & 1);
      }
    });
    realm.method(global, "digitalRead", (pins) => {
      const list = Array.isArray(pins) ? pins : [pins];
      return list.reduce((bits: number, pin) => bits * 2 + (this.levels.get(this.nameOf(pin)) ?? 0), 0);
    });
    realm.method(global, "digitalPulse", (pin, level, ms) => {
      const name = this.nameOf(pin);
      this.write(name, level);
      this.interpreter.world.after(Number(ms), () => {
        if (!this.interpreter.isDead) this.write(name, level ? 0 : 1);
      });
    });
    realm.method(global, "pinMode", (pin, mode) => this.setMode(this.nameOf(pin), mode));
    realm.method(global, "getPinMode", (pin) => this.modes.get(this.nameOf(pin)));
    realm.method(global, "setWatch", (call, pin, options) => this.watch(call, pin, options));
    realm.method(global, "clearWatch", (...ids) => {
      if (ids.length === 0) this.watches = [];
      else if (this.watches.every((watch) => watch.id !== ids[0]))
        throw new ErrorOf(`Unknown Watch ${String(ids[0])}`);
      else this.watches = this.watches.filter((watch) => watch.id !== ids[0]);
    });
  }

  private watch(call: unknown, pin: unknown, options: unknown): number {
    const { Error: ErrorOf } = this.interpreter.realm.intrinsics;
    if (typeof call !== "function" && typeof call !== "string") {
      throw new ErrorOf("Function or String not supplied!");
    }
    const { repeat = false, edge = "both" } = (options ?? {}) as { repeat?: boolean; edge?: string };
    const id = this.nextWatch;
    this.nextWatch += 1;
    this.watches.push({ id, name: this.nameOf(pin), call, repeat, edge, lastTime: undefined });
    return id;
  }

  private write(name: string, level: unknown): void {
    const bit = level ? 1 : 0;
    this.levels.set(name, bit);
    this.interpreter.transcript?.output("pin", name, bit);
    this.interpreter.world.circuit.written(name, bit);
  }

  private setMode(name: string, mode: unknown): void {
    if (typeof mode === "string" && !MODES.includes(mode)) {
      throw new this.interpreter.realm.intrinsics.Error("Unknown pin mode");
    }
    this.modes.set(name, String(mode ?? "auto"));
  }

  private nameOf(pin: unknown): string {
    const name = typeof pin === "number" ? `D${pin}` : String(pin);
    if (this.byName.has(name)) return name;
    throw new this.interpreter.realm.intrinsics.Error(`Invalid pin ${name}`);
  }
}
