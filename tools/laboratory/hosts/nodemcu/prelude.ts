// The host's Lua code, assembled for one chip.

import { readFileSync } from "node:fs";
import type { EspName, LaterVariant } from "../../../../boards/chips/chip.ts";
import { FIRST_BYTES_OPERATION, operationsAsLua } from "./operations.ts";
import { variantAsLua } from "./variants.ts";

export type Chip = EspName;

/** What differs between two devices of one chip, as far as the Lua side has to know. */
export interface PreludeOptions {
  chip: Chip;
  /** Where it is a later one than the first of its family. */
  variant?: LaterVariant | undefined;
  /** How `node.uptime()` counts on the ESP32: see `HostOptions.uptime`. */
  uptimeIsFloat: boolean;
  /** Was the firmware built with an LFS? Default false. */
  hasLfs?: boolean;
  /** With `crypto`? Default false. */
  hasCrypto?: boolean;
}

export interface Part {
  name: string;
  text: string;
}

const texts = new Map<string, string>();

/** The parts that both a WebAssembly Lua and NodeMCU's own VM on a computer take, in their order. */
export function commonParts(chip: Chip, hasLfs = false, hasCrypto = false): Part[] {
  return [
    "arguments",
    "library",
    "tmr",
    "node",
    ...(hasLfs ? ["lfs"] : []),
    "net",
    "udp",
    `wifi-${chip}`,
    `gpio-${chip}`,
    "i2c",
    "file",
    "file-handles",
    "analog",
    "pwm",
    "ow",
    "dht",
    "hx711",
    "spi",
    "ws2812",
    ...(chip === "esp32" ? ["uart"] : []),
    "time",
    "rtcmem",
    ...(hasCrypto ? ["chip-crypto"] : []),
    "turn",
  ].map(part);
}

/**
 * What only stock Lua needs: the firmware's `bit`, a way to look in from outside, and the removal of the
 * rest.
 */
export function stockParts(): Part[] {
  return ["bit", "inspection", "sandbox"].map(part);
}

/** The chunk that loads the parts through `ask` and returns the function that takes an event. */
export function webAssemblyChunk(options: PreludeOptions): string {
  const first = `local FIRST_BYTES_OPERATION = ${FIRST_BYTES_OPERATION}\n`;
  return `${header(options)}${first}${textOf("bridge")}${textOf("bootstrap")}`;
}

/** The names that every way of starting the parts needs. */
export function header({ chip, variant, uptimeIsFloat }: PreludeOptions): string {
  return `${operationsAsLua()}local chip, uptimeIsFloat, variant = "${chip}", ${uptimeIsFloat}, ${variantAsLua(variant)}\n`;
}

function part(name: string): Part {
  return { name: `${name}.lua`, text: textOf(name) };
}

export function textOf(name: string): string {
  let text = texts.get(name);
  if (text === undefined) {
    text = readFileSync(new URL(`lua/${name}.lua`, import.meta.url), "utf8");
    texts.set(name, text);
  }
  return text;
}
