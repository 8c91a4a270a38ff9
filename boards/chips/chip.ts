// What differs between chips under the firmware that runs on them. Nothing asks for a chip by its name: it is looked up here.
//
// Sources: nodemcu-firmware, release and dev-esp32 branches: the Lua that each builds by default, user_mbedtls.h, app/modules/tls.c,
// node.chipid() of docs/modules/node.md.

/** Each chip's family: which side of its target an image is for. */
export const CHIP_NAMES = ["esp32", "esp8266", "bcm2710"] as const;

export type ChipName = (typeof CHIP_NAMES)[number];

/** Those that an interpreter runs on. */
export type EspName = "esp32" | "esp8266";

export interface EspChip {
  /** The Lua that NodeMCU has there by default. */
  lua: "5.1" | "5.3";
  /** Has it memory under NodeMCU for sources, and for the lines that errors name? Else modules are stored compiled. */
  hasMemoryForLines: boolean;
  /** Does NodeMCU open TLS streams there? */
  nodeMcuHasTls: boolean;
  /** Is the number that NodeMCU gives for the chip the MAC address of its Wi-Fi, whole? */
  isNodeMcuNumberMac: boolean;
}

export const ESP_CHIPS: Readonly<Record<EspName, EspChip>> = {
  esp32: { lua: "5.3", hasMemoryForLines: true, nodeMcuHasTls: false, isNodeMcuNumberMac: true },
  esp8266: { lua: "5.1", hasMemoryForLines: false, nodeMcuHasTls: true, isNodeMcuNumberMac: false },
};

/** The chip of a board that an interpreter runs on. Throws for another one: its target has no interpreter. */
export function espOf(chip: ChipName): EspName {
  if (Object.hasOwn(ESP_CHIPS, chip)) return chip as EspName;
  throw new Error(`No interpreter of ringmote's runs on the chip ${chip}.`);
}
