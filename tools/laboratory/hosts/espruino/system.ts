// The machine as a program sees it: `E`, `process`, the console, the time, `require` and restarts.

import type { Board } from "../../../../boards/board.ts";
import { boardWord, type ChipWays, waysOf } from "./chips.ts";
import { argumentBytes } from "./i2c.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Bag } from "./realm.ts";

/**
 * The ESP32's pads of touch sensors, by their GPIOs: a word each, whose bit 19 makes the pad the RTC's
 * (soc/rtc_io_reg.h).
 */
const PADS_AT = 0x3ff48494;
const PAD_GPIOS = [4, 0, 2, 15, 13, 12, 14, 27];
const IS_RTC = 0x80000;

/** The pin belongs to the RTC, also after the sleep (ESP-IDF, esp_sleep.c, ext0_wakeup_prepare). */
export function givePadToRtc(rtcMemory: Map<number, number>, pin: string): void {
  rtcMemory.set(padAt(pin), IS_RTC);
}

/** Such a pin reads as low: the GPIO matrix does not see it. */
export function isPadOfRtc(rtcMemory: ReadonlyMap<number, number>, pin: string): boolean {
  return ((rtcMemory.get(padAt(pin)) ?? 0) & IS_RTC) !== 0;
}

function padAt(pin: string): number {
  return PADS_AT + 4 * PAD_GPIOS.indexOf(Number(pin.replace("D", "")));
}

export interface SystemOptions {
  board: Board;
  modules: Readonly<Record<string, Bag>>;
  /** Offset of the wall clock, in milliseconds, to the world's. */
  clock: { offsetMs: number };
  /** Why the chip started, in the ports' words. */
  resetReason: () => string;
  /** JsVars that `process.memory()` says are free. */
  freeVars: () => number;
  /** Ends this program: and boots again with its code, or without, or from the file named. */
  restart: (kind: "load" | "reset" | "reboot", file?: string) => void;
  /**
   * Ends this program, and boots again after so many microseconds; a time that never ends leaves the chip
   * off.
   */
  sleep: (us: number, hasRadio: boolean) => void;
  /** Ends this program, and boots again once the pin has the level. */
  sleepUntil: (pin: string, level: number) => void;
  /** Words of the memory that outlives a sleep, by their addresses. */
  rtcMemory: Map<number, number>;
}

/** What the ESP8266's interpreter calls the ports' reasons. */
const RESET_WORDS: Readonly<Record<string, string>> = {
  reset: "reset pin",
  software: "restart",
  watchdog: "wdt reset",
  exception: "exception",
  "deep sleep": "deep sleep",
};
/** Of the ESP32's causes: 0 is none, 4 the timer. */
const WOKEN_BY_TIMER = 4;
/** targets/esp32/jswrap_esp32.c:109: the RTC pins, of which GPIO37 and 38 are led out nowhere. */
const RTC_PINS = [0, 2, 4, 12, 13, 14, 15, 25, 26, 27, 32, 33, 34, 35, 36, 39];
const NO_RADIO = 4;

/** Puts all of it into the program's context. */
export function installSystem(interpreter: Interpreter, options: SystemOptions): void {
  installConsole(interpreter);
  installTime(interpreter, options);
  installE(interpreter, options);
  installChip(interpreter, options);
  installProcess(interpreter, options);
  installModules(interpreter, options);
  const { realm } = interpreter;
  realm.method(realm.global, "load", (file) =>
    options.restart("load", file === undefined ? undefined : String(file)),
  );
  realm.method(realm.global, "reset", () => options.restart("reset"));
}

function installConsole(interpreter: Interpreter): void {
  const { realm } = interpreter;
  const print = (...values: unknown[]): void => interpreter.print(values);
  realm.method(realm.global, "print", print);
  const shown = realm.object();
  for (const name of ["log", "debug", "info", "warn", "error"]) realm.method(shown, name, print);
  for (const [owner, name] of [
    [shown, "trace"],
    [realm.global, "trace"],
    [realm.global, "dump"],
  ] as const) {
    realm.method(owner, name, () => undefined);
  }
  realm.global.console = shown;
}

function installTime({ realm, world }: Interpreter, { clock }: SystemOptions): void {
  realm.method(realm.global, "getTime", () => (world.now() + clock.offsetMs) / 1000);
  realm.method(realm.global, "setTime", (seconds) => {
    clock.offsetMs = Number(seconds) * 1000 - world.now();
  });
  realm.method(realm.global, "getSerial", () => (world.chipId.match(/.{1,8}/g) ?? []).join("-"));
}

function installE(interpreter: Interpreter, options: SystemOptions): void {
  const { realm, world } = interpreter;
  const ways = waysOf(options.board.chip);
  const tools = realm.object();
  realm.method(tools, "toString", (...items) =>
    items.map((item) => argumentBytes(interpreter, item)).join(""),
  );
  realm.method(tools, "toFlatString", (...items) =>
    items.map((item) => argumentBytes(interpreter, item)).join(""),
  );
  realm.method(tools, "toUint8Array", (...items) => {
    const bytes = items.map((item) => argumentBytes(interpreter, item)).join("");
    return new realm.intrinsics.Uint8Array(
      realm.array([...bytes].map((byte) => byte.charCodeAt(0))) as number[],
    );
  });
  realm.method(tools, "getErrorFlags", () => realm.array([]));
  realm.method(tools, "hwRand", () => {
    const drawn = world.random(0x80000000);
    interpreter.transcript?.answer("r", drawn);
    return drawn;
  });
  realm.method(tools, "CRC32", (data) => crc32(argumentBytes(interpreter, data)));
  realm.method(tools, "setTimeZone", () => undefined);
  realm.method(tools, "setFlags", () => undefined);
  realm.method(tools, "enableWatchdog", () => {
    if (ways.lacksWatchdog) world.log("Watchdog not implemented");
  });
  realm.method(tools, "kickWatchdog", () => undefined);
  realm.method(tools, "reboot", () => options.restart("reboot"));
  realm.global.E = tools;
}

/** `ESP32` or `ESP8266`. */
function installChip(interpreter: Interpreter, options: SystemOptions): void {
  const { realm } = interpreter;
  const ways = waysOf(options.board.chip);
  const chip = realm.object();
  realm.method(chip, "reboot", () => options.restart("reboot"));
  const { resetReason } = options;
  if (ways.tellsStartBy === "wake-up cause") {
    realm.method(chip, "getWakeupCause", () => (resetReason() === "deep sleep" ? WOKEN_BY_TIMER : 0));
  } else {
    realm.method(chip, "getResetInfo", () =>
      realm.object({ reason: RESET_WORDS[resetReason()] ?? "power on" }),
    );
  }
  // Option 4 of the ESP8266: "no RF after waking up" (targets/esp8266/jswrap_esp8266.c:367).
  realm.method(chip, "deepSleep", (us, option) =>
    options.sleep(microseconds(Number(us), ways, realm), option !== NO_RADIO),
  );
  if (ways.tellsStartBy === "wake-up cause")
    realm.method(chip, "deepSleepExt0", (pin, level) => {
      const gpio = Number(String(pin).replace("D", ""));
      if (options.board.variant !== undefined || !RTC_PINS.includes(gpio))
        throw new realm.intrinsics.Error("Invalid pin");
      options.sleepUntil(String(pin), Number(level));
    });
  realm.global[ways.object] = chip;
  installMemory(interpreter, options);
}

/**
 * Of the ESP8266 (src/jswrap_io.c:122, :146): the RTC's 128 words of whoever programs it, behind the four of
 * the interpreter's time. Of the ESP32: the pads of its touch sensors.
 */
const RTC_MEMORY = {
  "reset info": { start: 0x60001210, end: 0x60001400 },
  "wake-up cause": { start: PADS_AT, end: PADS_AT + 32 },
} as const;

function installMemory({ realm }: Interpreter, { board, rtcMemory }: SystemOptions): void {
  const { start, end } = RTC_MEMORY[waysOf(board.chip).tellsStartBy];
  const address = (value: unknown): number => {
    const at = Number(value);
    if (at % 4 !== 0 || at < start || at >= end)
      throw new Error(`${at} is no word of the memory that is modelled`);
    return at;
  };
  // Of a power cut it knows nothing: any bits may be there.
  realm.method(realm.global, "peek32", (at) => rtcMemory.get(address(at)) ?? 0xdeadbeef);
  realm.method(realm.global, "poke32", (at, word) => rtcMemory.set(address(at), Number(word) >>> 0));
}

/**
 * The ESP32's takes an int, whose negative is a time without an end (targets/esp32/jswrap_esp32.c:123); the
 * ESP8266's throws for what is no int (targets/esp8266/jswrap_esp8266.c:386). Both have 32 bits.
 */
function microseconds(us: number, { tellsStartBy }: ChipWays, { intrinsics }: Interpreter["realm"]): number {
  if (tellsStartBy === "wake-up cause") return (us | 0) < 0 ? Number.POSITIVE_INFINITY : us | 0;
  if ((us | 0) !== us) throw new intrinsics.Error("Invalid microseconds");
  // "0 microseconds cause sleep forever" (targets/esp8266/jswrap_esp8266.c:381).
  return us === 0 ? Number.POSITIVE_INFINITY : us;
}

function crc32(bytes: string): number {
  let crc = 0xffffffff;
  for (const char of bytes) {
    crc ^= char.charCodeAt(0);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function installProcess(interpreter: Interpreter, options: SystemOptions): void {
  const { realm } = interpreter;
  const { board } = options;
  const total = board.memory.jsVars ?? 16383;
  const machine = realm.object({
    version: "2v29",
    env: realm.object({
      VERSION: "2v29",
      BOARD: boardWord(board),
      FLASH: board.flashBytes,
      SERIAL: realm.run("getSerial()", "serial"),
      CONSOLE: "Serial1",
      MODULES: Object.keys(options.modules).join(","),
    }),
  });
  realm.method(machine, "memory", () => {
    const free = Math.min(options.freeVars(), total);
    return realm.object({
      free,
      usage: total - free,
      total,
      history: 0,
      blocksize: board.memory.jsVarBytes ?? 14,
    });
  });
  realm.global.process = machine;
}

/** A built-in module, one put in by `addCached`, or a file of Storage with that name. */
function installModules(interpreter: Interpreter, options: SystemOptions): void {
  const { realm, world } = interpreter;
  const cached = new Map<string, unknown>();
  const evaluate = (name: string, source: string): unknown => {
    const wrapper = realm.run(`(function(exports,module,require){${source}\n})`, name) as (
      ...values: unknown[]
    ) => void;
    const module = realm.object({ exports: realm.object() });
    wrapper(module.exports, module, realm.global.require);
    return module.exports;
  };
  realm.method(realm.global, "require", (value) => {
    const name = String(value);
    if (name in options.modules) return options.modules[name];
    if (cached.has(name)) return cached.get(name);
    const source = world.storage.get(name);
    if (source === undefined) throw new realm.intrinsics.Error(`Module "${name}" not found`);
    cached.set(name, evaluate(name, source));
    return cached.get(name);
  });
  const modules = realm.object();
  realm.method(modules, "addCached", (name, body) => {
    const source = typeof body === "function" ? `(${String(body)})(exports,module);` : String(body);
    cached.set(String(name), evaluate(String(name), source));
  });
  realm.method(modules, "removeCached", (name) => {
    cached.delete(String(name));
  });
  realm.global.Modules = modules;
}
