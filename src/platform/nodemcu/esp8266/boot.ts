// NodeMCU on the ESP8266: what this chip does its own way.
import type { DeviceDeclaration } from "../../../device/declare/device.ts";
import { UPDATES } from "../../../features.ts";
import type { ClientLimits } from "../../../mqtt/client.ts";
import type { Wires } from "../../../reading/part.ts";
import { networkIs } from "../../../runtime/events.ts";
import { HX711 } from "../hx711.ts";
import { run } from "../program.ts";
import { tell } from "../running.ts";
import { updateStore } from "../update-store.ts";
import { ANALOG, PWM } from "./analog.ts";
import { chipId } from "./chip-id.ts";
import { JOURNAL } from "./journal.ts";
import { DHT, makeInput, makeOutput, PULSES, SPI, TURNS, watchPin } from "./pins.ts";
import { PIXELS } from "./pixels.ts";
import { readRecord, writeRecord } from "./records.ts";
import { passed } from "./time.ts";

/** The mode comes first: an interface that is not there takes no address. */
function useAddress(this: void, address: string, mask: string, gateway: string, dns: string): void {
  wifi.setmode(wifi.STATION);
  if (!wifi.sta.setip({ ip: address, netmask: mask, gateway }))
    print("Wi-Fi: the static address was refused");
  net.dns.setdnsserver(dns, 0);
}

function join(this: void, ssid: string, password: string, hostName: string): void {
  // Registered first: events before that are lost.
  wifi.eventmon.register(wifi.eventmon.STA_GOT_IP, () => tell(networkIs, true));
  wifi.eventmon.register(wifi.eventmon.STA_DISCONNECTED, () => tell(networkIs, false));
  wifi.setmode(wifi.STATION);
  // What it takes for no host name it refuses, and keeps its own (app/modules/wifi.c:1318).
  pcall(wifi.sta.sethostname, hostName);
  // Not for good: settings that are taken back may have left the network to what the chip has stored.
  if (ssid !== "") wifi.sta.config({ ssid, pwd: password, save: false });
  wifi.sta.connect();
  // It may have an address from before; that event is over.
  if (wifi.sta.getip() !== undefined) tmr.create().alarm(1, tmr.ALARM_SINGLE, () => tell(networkIs, true));
}

function address(): string {
  const ip = wifi.sta.getip();
  return ip === undefined ? "" : ip;
}

/** By the extended code of `node.bootreason`, 0 to 6. */
function resetReason(): string {
  const [_, code] = node.bootreason();
  if (code === 0) return "power";
  if (code === 1 || code === 3) return "watchdog";
  if (code === 2) return "exception";
  if (code === 4) return "software";
  return code === 5 ? "deep sleep" : "reset";
}

function signalStrength(): number {
  const strength = wifi.sta.getrssi();
  return strength === undefined || strength > 0 ? 0 : strength;
}

const RADIO_AS_SET = 0;
const NO_RADIO = 4;

/** Whoever has not wired D0 to RST has a chip that stays off. The option holds for all sleeps to come. */
function sleep(this: void, ms: number, hasRadio: boolean): void {
  node.dsleep(ms * 1000, hasRadio ? RADIO_AS_SET : NO_RADIO);
}

/** Starts the device. The image ends with a call of it. */
export function boot(declaration: DeviceDeclaration, wires: Wires, limits: ClientLimits): void {
  run(
    {
      passed,
      useAddress,
      address,
      join,
      makeOutput,
      makeInput,
      watchPin,
      analog: ANALOG,
      dht: DHT,
      hx711: HX711,
      pixels: PIXELS,
      pulses: PULSES,
      pwm: PWM,
      sleep,
      wakeBy: undefined,
      spi: SPI,
      turns: TURNS,
      journal: JOURNAL,
      readRecord,
      writeRecord,
      updates: UPDATES ? updateStore(file.open, true) : undefined,
      i2cBus: 0,
      chipId,
      resetReason,
      signalStrength,
      seed: tmr.now,
    },
    declaration,
    wires,
    limits,
  );
}
