// The files of a machine on a World: its records in its state folder, and the kernel's view of its hardware.
import type { MachineFacts } from "../../../../boards/board.ts";
import type { World } from "../../../../src/platform/node/world.ts";
import { oneWireCrc } from "../../../sim/parts/one-wire-bus.ts";

/** The folder of the device's state. */
export const STATE = "/state";
/** Where its journal is. */
const JOURNAL = `${STATE}/journal/`;

/** The face of node:fs that a device uses. */
export interface Files {
  readFileSync: (path: string) => string;
  writeFileSync: (path: string, text: string) => void;
  readdirSync: (path: string) => { name: string; isFile: () => boolean }[];
  mkdirSync: () => void;
  openSync: (path: string, mode: string) => string;
  readSync: (file: string, into: Uint8Array, offset: number, length: number, at: number) => number;
  writeSync: (
    file: string,
    bytes: string | Uint8Array,
    offset?: number,
    length?: number,
    at?: number,
  ) => number;
  ftruncateSync: (file: string) => void;
  fsyncSync: () => void;
  closeSync: () => void;
  renameSync: (from: string, to: string) => void;
}

/** Files beside the records, by the store that these are in: they outlive a restart as it does. */
const besides = new WeakMap<Map<string, string>, Map<string, Uint8Array>>();

const W1 = "/sys/bus/w1/devices/";
/** Of a line with one part: nobody has said its code. */
const ONLY = "28-000000000000";
const SCRATCHPAD_BYTES = 9;
const FULL_SCALE = 4095;

export function hostFiles(world: World, { pwm, oneWire }: MachineFacts, analogMillivolts: number): Files {
  const written = new Map<string, string>();
  const unfinished = new Map<string, string>();
  const files = besides.get(world.storage) ?? new Map<string, Uint8Array>();
  besides.set(world.storage, files);
  const lineOf = (table: MachineFacts["pwm"], name: string) =>
    Object.keys(table).find((id) => table[id] === name) ?? name;

  /**
   * The scratchpad of a part, as the kernel's driver shows it. Whoever reads it has looked for parts: that
   * was the reset.
   */
  function scratchpad(master: string, slave: string): string {
    const bus = world.circuit.oneWire(lineOf(oneWire, master));
    bus.write(slave === ONLY ? "\xcc\xbe" : `\x55${romOf(slave)}\xbe`);
    const bytes = [...bus.read(SCRATCHPAD_BYTES)].map((byte) => hexadecimal(byte.charCodeAt(0)));
    return `${bytes.join(" ")} : crc=${bytes.at(-1)} YES\n${bytes.join(" ")} t=0\n`;
  }

  function ofOneWire(path: string): string | undefined {
    const [folder = "", file = ""] = path.slice(W1.length).split("/");
    const [master = "w1_bus_master1"] = folder.startsWith("w1_bus") ? [folder] : Object.values(oneWire);
    const bus = world.circuit.oneWire(lineOf(oneWire, master));
    if (file === "w1_slave") return scratchpad(master, folder);
    if (file === "w1_master_slaves") return bus.reset() ? `${ONLY}\n` : "not found.\n";
    if (file === "therm_bulk_read") return bus.read(1) === "\0" ? "-1\n" : "1\n";
    return undefined;
  }

  function ofKernel(path: string): string | undefined {
    if (path.endsWith("/serial-number")) return `${world.chipId}\0`;
    if (path === "/proc/uptime") return world.chip.resetReason === "power" ? "10.0 9.0\n" : "1000.0 9.0\n";
    if (path === "/proc/meminfo") return `MemAvailable: ${Math.floor(world.chip.freeMemory() / 1024)} kB\n`;
    if (path === "/proc/net/wireless") return `\n\n wlan0: 0000 50. ${world.chip.signalStrength()}. -256 0\n`;
    const [, device, channel, what] = /iio\/devices\/([^/]+)\/in_voltage(\d+)_(raw|scale)$/.exec(path) ?? [];
    if (what === "raw") return `${world.circuit.analog(`${device} ${channel}`)}\n`;
    // The world's counts are of twelve bits, and the whole scale is what the board says.
    if (what === "scale") return `${analogMillivolts / FULL_SCALE}\n`;
    return path.startsWith(W1) ? ofOneWire(path) : written.get(path);
  }

  function drive(path: string): void {
    const [, folder, chip, channel] = /^(.*\/(pwmchip\d+)\/pwm(\d+))\/duty_cycle$/.exec(path) ?? [];
    const period = Number(written.get(`${folder}/period`) ?? 0);
    if (period === 0) return;
    const duty = Math.round((Number(written.get(path)) / period) * 1023);
    world.circuit.pulsed(lineOf(pwm, `${chip} ${channel}`), Math.round(1_000_000_000 / period), duty);
  }

  return {
    readFileSync(path) {
      const text = path.startsWith(`${STATE}/`)
        ? world.storage.get(path.slice(STATE.length + 1))
        : ofKernel(path);
      if (text === undefined) throw new Error(`ENOENT: ${path}`);
      return text;
    },
    writeFileSync(path, text) {
      if (path.endsWith("/therm_bulk_read")) {
        const [master = ""] = path.slice(W1.length).split("/");
        const bus = world.circuit.oneWire(lineOf(oneWire, master));
        bus.write("\xcc\x44");
        return;
      }
      const [, chip, channel] = /^\/sys\/class\/pwm\/(pwmchip\d+)\/export$/.test(path)
        ? [path, path.split("/")[4], text]
        : [];
      if (chip !== undefined) written.set(`/sys/class/pwm/${chip}/pwm${channel}/period`, "0\n");
      else written.set(path, text);
      if (path.endsWith("/duty_cycle") && text !== "0") drive(path);
      if (path.endsWith("/enable")) drive(path.replace(/enable$/, "duty_cycle"));
    },
    readdirSync: (path) =>
      path === STATE ? [...world.storage.keys()].map((name) => ({ name, isFile: () => true })) : [],
    mkdirSync: () => undefined,
    openSync(path, mode) {
      if (mode.startsWith("r") && path.startsWith(JOURNAL) && !files.has(path))
        throw new Error(`ENOENT: ${path}`);
      return path;
    },
    readSync(file, into, offset, length, at) {
      const bytes = (files.get(file) ?? new Uint8Array()).subarray(at, at + length);
      into.set(bytes, offset);
      return bytes.length;
    },
    writeSync(file, bytes, _offset, _length, at = 0) {
      if (typeof bytes === "string") unfinished.set(file, bytes);
      else {
        const old = files.get(file) ?? new Uint8Array();
        const grown = new Uint8Array(Math.max(old.length, at + bytes.length));
        grown.set(old);
        grown.set(bytes, at);
        files.set(file, grown);
      }
      return bytes.length;
    },
    ftruncateSync: (file) => void files.set(file, new Uint8Array()),
    fsyncSync: () => undefined,
    closeSync: () => undefined,
    renameSync(from, to) {
      const name = to.slice(STATE.length + 1);
      const bytes = unfinished.get(from) ?? "";
      world.storage.set(name, bytes);
      if (world.storage.get(name) !== bytes) throw new Error(`ENOSPC: ${to}`);
    },
  };
}

/** The ROM code of the kernel's name of a part. */
function romOf(slave: string): string {
  const [family = "", serial = ""] = slave.split("-");
  const bytes = [family, ...(serial.match(/../g) ?? []).reverse()];
  const rom = String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16)));
  return rom + String.fromCharCode(oneWireCrc(rom));
}

function hexadecimal(value: number): string {
  return value.toString(16).padStart(2, "0");
}
