// NodeMCU's own modules that a device calls: a build of NodeMCU must be ordered with them.
import type { ChipName } from "../../../boards/chips/chip.ts";
import type { PinKind, WireKind } from "../../../src/reading/part.ts";

const OF_ALL = ["bit", "file", "gpio", "i2c", "net", "node", "tmr", "wifi"];
const OF_KIND: Readonly<Partial<Record<WireKind | PinKind, string>>> = {
  analog: "adc",
  dht: "dht",
  hx711: "hx711",
  "one-wire": "ow",
  sck: "spi",
  rx: "uart",
  turns: "rotary",
  pixels: "ws2812",
};

/**
 * The modules of a device whose parts have these kinds of wires, in alphabetical order. `hasTls`: it opens
 * TLS streams; `sleeps`: it keeps something over its sleep;
 * `updates`: it takes some over the air.
 */
export function firmwareModules(
  chip: ChipName,
  kinds: readonly (WireKind | PinKind)[],
  hasTls: boolean,
  sleeps: boolean,
  updates: boolean,
): string[] {
  const modules = new Set(OF_ALL);
  for (const kind of kinds) {
    const module = kind === "pwm" ? (chip === "esp32" ? "ledc" : "pwm") : OF_KIND[kind];
    if (module !== undefined) modules.add(module);
  }
  if (chip === "esp32") modules.add("time");
  if (sleeps) modules.add("rtcmem");
  if (updates) modules.add("crypto");
  if (hasTls) modules.add("tls");
  return [...modules].sort();
}
