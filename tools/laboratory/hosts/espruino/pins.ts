// Pins as Espruino names them: `D26`, `NodeMCU.D1`, `digitalWrite` and its kin.

import type { Board } from "../../../../boards/board.ts";
import { waysOf } from "./chips.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Bag } from "./realm.ts";
import { Watches } from "./watches.ts";

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

/** The pins of one program. */
export class Pins {
  private readonly interpreter: Interpreter;
  private readonly byName = new Map<string, Bag>();
  private readonly levels = new Map<string, number>();
  /** When each was written. */
  private readonly writtenAt = new Map<string, number>();
  private readonly modes = new Map<string, string>();
  private readonly pulledUp = new Set<string>();
  private readonly watches: Watches;
  private readonly chip: Board["chip"];

  constructor(
    interpreter: Interpreter,
    private readonly board: Board,
    private readonly isPadOfRtc: (pin: string) => boolean,
  ) {
    this.interpreter = interpreter;
    this.chip = board.chip;
    this.watches = new Watches(interpreter, board);
    const names = new Set(Object.values(board.pins).map((pin) => String(pin.id)));
    for (const name of names) this.install(name);
    this.installFunctions();
    if (waysOf(board.chip).hasNodeMcuNames) this.installNodeMcu();
  }

  /** Nothing of the circuit reaches this program any more. */
  dispose(): void {
    this.watches.dispose();
  }

  /** The pin of a name or a number; throws what the interpreter throws for one that the chip has not. */
  nameOf(pin: unknown): string {
    const name = typeof pin === "number" ? `D${pin}` : String(pin);
    if (this.byName.has(name)) return name;
    throw new this.interpreter.realm.intrinsics.Error(`Invalid pin ${name}`);
  }

  /** A class of the program's whose objects the host makes of a pin. */
  installClass(name: string, make: (pin: string) => Bag | undefined): void {
    const { realm } = this.interpreter;
    const classOf = realm.run(`(function(make){return function ${name}(pin){return make(pin);};})`, name) as (
      make: (pin: unknown) => Bag | undefined,
    ) => () => unknown;
    realm.method(
      realm.global,
      name,
      classOf((pin) => make(this.nameOf(pin))),
    );
  }

  private install(name: string): void {
    const { realm } = this.interpreter;
    const pin = realm.object();
    realm.method(pin, "toString", () => name);
    realm.method(pin, "write", (level) => this.write(name, level));
    realm.method(pin, "set", () => this.write(name, 1));
    realm.method(pin, "reset", () => this.write(name, 0));
    realm.method(pin, "read", () => this.read(name) === 1);
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
    this.installClass("Pin", (name) => this.byName.get(name));
    realm.method(global, "digitalWrite", (pins, level) => {
      if (!Array.isArray(pins)) return this.write(this.nameOf(pins), level);
      const bits = Number(level);
      for (const [index, pin] of [...pins].entries()) {
        this.write(this.nameOf(pin), (bits >> (pins.length - 1 - index)) & 1);
      }
    });
    realm.method(global, "digitalRead", (pins) => {
      const list = Array.isArray(pins) ? pins : [pins];
      return list.reduce((bits: number, pin) => bits * 2 + this.read(this.nameOf(pin)), 0);
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
    realm.method(global, "setWatch", (call, pin, options) => {
      const name = this.nameOf(pin);
      const pulledUp = waysOf(this.chip).pullsUpWhatIsWatched || this.pulledUp.has(name);
      const { data } = (options ?? {}) as { data?: unknown };
      const dataName = data === undefined ? undefined : this.nameOf(data);
      const dataLevel = dataName === undefined ? undefined : () => this.levelAt(dataName);
      const id = this.watches.add(call, name, this.byName.get(name), options, pulledUp, dataLevel);
      if (id !== 0 && pulledUp) this.pulledUp.add(name);
      return id;
    });
    realm.method(global, "clearWatch", (...ids) => this.watches.remove(ids));
  }

  /** What an interrupt finds at an input. */
  private levelAt(name: string): number {
    if (this.isPadOfRtc(name)) return 0;
    return this.interpreter.world.circuit.level(name, this.pulledUp.has(name));
  }

  private read(name: string): number {
    const isOutput = this.modes.get(name) === "output";
    const isWritten = this.modes.get(name) === undefined && this.levels.has(name);
    const level = isOutput || isWritten ? (this.levels.get(name) ?? 0) : this.levelAt(name);
    this.interpreter.transcript?.answer("p", level);
    return level;
  }

  write(name: string, level: unknown): void {
    const bit = level ? 1 : 0;
    this.levels.set(name, bit);
    this.writtenAt.set(name, this.interpreter.world.now());
    this.interpreter.transcript?.output("pin", name, bit);
    this.interpreter.world.circuit.written(name, bit);
  }

  private setMode(name: string, mode: unknown): void {
    if (typeof mode === "string" && !MODES.includes(mode)) {
      throw new this.interpreter.realm.intrinsics.Error("Unknown pin mode");
    }
    const isReleased = this.modes.get(name) === "output" && this.levels.get(name) === 0;
    this.modes.set(name, String(mode ?? "auto"));
    if (isReleased && String(mode).startsWith("input")) this.letGo(name);
    // The ESP8266's D16 has no resistor: the interpreter grumbles and leaves it as it is.
    if (mode === "input_pullup" && this.canBePulledUp(name)) this.pulledUp.add(name);
    else this.pulledUp.delete(name);
  }

  /**
   * A part that was asked so answers by edges. The program hears of them when all have come, each with its
   * time.
   */
  private letGo(name: string): void {
    const { world } = this.interpreter;
    const now = world.now();
    const falls = world.circuit.released(name, now - (this.writtenAt.get(name) ?? now));
    const last = falls.at(-1);
    if (last === undefined) return;
    world.after(Math.ceil(last / 1000), () => {
      if (this.interpreter.isDead) return;
      const passed = (world.now() - now) * 1000;
      for (const fall of falls) this.watches.fell(name, this.byName.get(name), passed - fall);
    });
  }

  private canBePulledUp(name: string): boolean {
    return Object.values(this.board.pins).some((pin) => pin.id === name && pin.can.includes("pullup"));
  }
}
