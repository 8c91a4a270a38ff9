// NodeMCU on the ESP32: what this chip does its own way.
import type { DeviceDeclaration } from "../../../device/declare/device.ts";
import { HAS_CHIP_NUMBER } from "../../../features.ts";
import type { ClientLimits } from "../../../mqtt/client.ts";
import type { Wires } from "../../../reading/part.ts";
import { networkIs } from "../../../runtime/events.ts";
import { run } from "../program.ts";
import { tell } from "../running.ts";
import { ANALOG, PWM } from "./analog.ts";
import { JOURNAL } from "./journal.ts";
import { DHT, makeInput, makeOutput, PULSES, SPI, TURNS, watchPin } from "./pins.ts";
import { PIXELS } from "./pixels.ts";

/** The runtime looks at the clock once a minute or more often. */
const LONGEST_STEP_S = 3600;
/** The number of the chip is written as "0x..." */
const CHIP_ID_PREFIX = 2;
/** Of the address of the station, as "1a:2b:3c:4d:5e:6f". */
const MAC_LETTERS = 17;
/** Wait before Wi-Fi is tried again, in milliseconds. */
const REJOIN_MS = 5000;

/** The moment that was counted up to. */
let seconds = 0;
let milliseconds = 0;

/**
 * From the system's clock: `node.uptime` is a single float in builds with Lua 5.3, and loses milliseconds
 * after hours. A clock that somebody sets (`time.initntp`) makes one step too short or too long; no time
 * passes then.
 */
function passed(): number {
  const [newSeconds, microseconds] = time.get();
  const newMilliseconds = Math.floor(microseconds / 1000);
  const step = newSeconds - seconds;
  const count = step < 0 || step > LONGEST_STEP_S ? 0 : step * 1000 + newMilliseconds - milliseconds;
  seconds = newSeconds;
  milliseconds = newMilliseconds;
  return Math.max(0, count);
}

function seed(): number {
  const [newSeconds, microseconds] = time.get();
  return newSeconds + microseconds;
}

/**
 * This firmware does not join again by itself. One timer calls until an attempt has begun, so that a loss
 * that is told twice brings one attempt. An error that left its call would restart the chip: it raises one
 * while it is joining, or cannot begin.
 */
function join(this: void, ssid: string, password: string): void {
  const rejoining = tmr.create();
  wifi.mode(wifi.STATION);
  wifi.sta.on("got_ip", () => {
    rejoining.stop();
    tell(networkIs, true);
  });
  wifi.sta.on("disconnected", () => {
    tell(networkIs, false);
    rejoining.alarm(REJOIN_MS, tmr.ALARM_AUTO, (timer) => {
      const [begun] = pcall(wifi.sta.connect);
      if (begun) timer.stop();
    });
  });
  if (ssid !== "") wifi.sta.config({ ssid, pwd: password, auto: true });
  wifi.start();
  wifi.sta.connect();
}

function contents(name: string): string | undefined {
  const handle = io.open(name, "r");
  if (handle === undefined) return undefined;
  const bytes = handle.read("*a");
  handle.close();
  return bytes;
}

/** A file is not replaced in one step: the new one stands beside the old one until that is gone. */
function writeRecord(name: string, bytes: string): boolean {
  const fresh = name + ".new";
  // Left alone by a cut, it is the only copy: it must not be written over before it stands in its place.
  file.rename(fresh, name);
  const handle = io.open(fresh, "w");
  if (handle === undefined) return false;
  const written = handle.write(bytes);
  handle.close();
  if (written === undefined) return false;
  file.remove(name);
  return file.rename(fresh, name);
}

function readRecord(name: string): string | undefined {
  const bytes = contents(name);
  return bytes === undefined ? contents(name + ".new") : bytes;
}

/** Without what stands between them. @cold */
function digitsOf(mac: string): string {
  let digits = "";
  for (let at = 0; at < MAC_LETTERS; at += 3) digits += mac.substring(at, at + 2);
  return digits;
}

function chipId(): string {
  if (!HAS_CHIP_NUMBER) return digitsOf(wifi.sta.getmac());
  return (node.chipid() as string).substring(CHIP_ID_PREFIX);
}

/** `node.bootreason` gives the code of the chip's ROM (rom/rtc.h, RESET_REASON) and this. */
const FIRST_CODE = 7;

/** An error of the program is a software reset too; the firmware counts those that come in a row. */
function resetReason(): string {
  const [_, extended, panics] = node.bootreason();
  const code = extended - FIRST_CODE;
  // Power-on, and the supply that broke down.
  if (code === 1 || code === 15) return "power";
  if (code === 3 || code === 12) return panics !== undefined && panics > 0 ? "exception" : "software";
  if (code === 5) return "deep sleep";
  if (code === 4 || code === 16 || (code >= 7 && code <= 13 && code !== 10)) return "watchdog";
  return "unknown";
}

/** This firmware tells the strength of networks that it looks for, and not of the one that it is in. */
function signalStrength(): number {
  return 0;
}

/** In seconds: microseconds of more than 35 minutes are no whole number of Lua 5.3. */
function sleep(this: void, ms: number): void {
  node.dsleep({ secs: Math.max(1, Math.floor(ms / 1000)) });
}

/** Starts the device. The image ends with a call of it. */
export function boot(declaration: DeviceDeclaration, wires: Wires, limits: ClientLimits): void {
  run(
    {
      passed,
      seed,
      join,
      makeOutput,
      makeInput,
      watchPin,
      analog: ANALOG,
      dht: DHT,
      hx711: undefined,
      pixels: PIXELS,
      pulses: PULSES,
      pwm: PWM,
      sleep,
      spi: SPI,
      turns: TURNS,
      journal: JOURNAL,
      readRecord,
      writeRecord,
      i2cBus: i2c.SW,
      chipId,
      resetReason,
      signalStrength,
    },
    declaration,
    wires,
    limits,
  );
}
