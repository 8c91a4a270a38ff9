// NodeMCU on the ESP32: what this chip does its own way.
import type { DeviceDeclaration } from "../../../device/declare/device.ts";
import { PAGE, PIN_WAKES, UPDATES } from "../../../features.ts";
import type { ClientLimits } from "../../../mqtt/client.ts";
import type { Pin } from "../../../ports/pins.ts";
import type { Wires } from "../../../reading/part.ts";
import { networkIs } from "../../../runtime/events.ts";
import { run } from "../program.ts";
import { tell } from "../running.ts";
import { updateStore } from "../update-store.ts";
import { ANALOG, PWM } from "./analog.ts";
import { chipId } from "./chip-id.ts";
import { JOURNAL } from "./journal.ts";
import { DHT, makeInput, makeOutput, PULSES, SPI, TURNS, watchPin } from "./pins.ts";
import { PIXELS } from "./pixels.ts";
import { readRecord, writeRecord } from "./records.ts";
import { passed, seed } from "./time.ts";

/** As the event of its arrival says it: this firmware answers no question for it. */
let ownAddress = "";

function address(): string {
  return ownAddress;
}

/** Pause before the device tries Wi-Fi again. */
const REJOIN_MS = 5000;

/** Once: a second call ends the program (ESP_ERROR_CHECK, components/modules/wifi_sta.c:206). */
function useAddress(this: void, address: string, mask: string, gateway: string, dns: string): void {
  wifi.sta.setip({ ip: address, netmask: mask, gateway, dns });
}

/**
 * Joins a network, and joins again after a loss, which this firmware does not do by itself. One timer tries
 * until an attempt has begun, so that a loss reported twice brings one attempt. `pcall`: connecting raises an
 * error while the chip joins or cannot begin, and an error that leaves the callback restarts the chip.
 */
function join(this: void, ssid: string, password: string, hostName: string): void {
  const rejoining = tmr.create();
  wifi.mode(wifi.STATION);
  wifi.sta.on("got_ip", (_event, info) => {
    if (PAGE) ownAddress = info.ip;
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
  // More than 32 bytes are refused.
  pcall(wifi.sta.sethostname, hostName);
  if (ssid !== "") wifi.sta.config({ ssid, pwd: password, auto: true });
  wifi.start();
  wifi.sta.connect();
}

/** `node.bootreason` gives the code of the chip's ROM (rom/rtc.h, RESET_REASON) plus this. */
const FIRST_CODE = 7;

/** A software reset may be an error of the program; the firmware counts errors that come in a row. */
function resetReason(): string {
  const [_, extended, panics] = node.bootreason();
  const code = extended - FIRST_CODE;
  // Power-on, and brown-out.
  if (code === 1 || code === 15) return "power";
  if (code === 3 || code === 12) return panics !== undefined && panics > 0 ? "exception" : "software";
  if (code === 5) return "deep sleep";
  if (code === 4 || code === 16 || (code >= 7 && code <= 13 && code !== 10)) return "watchdog";
  return "unknown";
}

/** Unknown: this firmware reports the strength of networks in a scan, not of the one that it has joined. */
function signalStrength(): number {
  return 0;
}

let wakePin: Pin | undefined;
let wakeLevel = 0;

function wakeBy(this: void, pin: Pin, level: number): void {
  wakePin = pin;
  wakeLevel = level;
}

/** In seconds: microseconds of more than 35 minutes are no whole number of Lua 5.3. The pin keeps its pull-up. */
function sleep(this: void, ms: number): void {
  if (PIN_WAKES && wakePin !== undefined) sleepUntil(ms, wakePin as number);
  else node.dsleep({ secs: Math.max(1, Math.floor(ms / 1000)) });
}

function sleepUntil(ms: number, pin: number): void {
  if (ms === 0) node.dsleep({ gpio: pin, level: wakeLevel, pull: true });
  else node.dsleep({ secs: Math.max(1, Math.floor(ms / 1000)), gpio: pin, level: wakeLevel, pull: true });
}

/** Starts the device. The image ends with a call of it. */
export function boot(declaration: DeviceDeclaration, wires: Wires, limits: ClientLimits): void {
  run(
    {
      passed,
      address,
      seed,
      useAddress,
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
      wakeBy,
      spi: SPI,
      turns: TURNS,
      journal: JOURNAL,
      readRecord,
      writeRecord,
      updates: UPDATES ? updateStore(io.open, false) : undefined,
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
