// Differences between chips under the firmware that runs on them. Nothing asks for a chip by its
// name: it is looked up here.
//
// Sources: nodemcu-firmware, release and dev-esp32 branches: the Lua that each builds by default, user_mbedtls.h, app/modules/tls.c,
// node.chipid() of docs/modules/node.md.

/** Each chip's family: which side of its target an image is for. */
export const CHIP_NAMES = ["esp32", "esp8266", "bcm2710"] as const;

export type ChipName = (typeof CHIP_NAMES)[number];

/** Those that an interpreter runs on. */
export type EspName = "esp32" | "esp8266";

/** A chip of Espressif's, exactly: the interpreters take an ESP32-C3 for an ESP32, and its boot loader does not. */
export interface EspVariant {
  title: string;
  /** Espressif's number of it in the header of an image (esptool, IMAGE_CHIP_ID); the ESP8266's images have none. */
  imageNumber?: number;
  nodeMcu?: LaterOnNodeMcu;
}

/**
 * A later chip under NodeMCU (dev-esp32): platform.c, and ESP-IDF's adc_channel.h and adc_types_legacy.h. All of them tell no number of
 * the chip (node.c), and have one speed of `ledc` (ledc.c).
 */
export interface LaterOnNodeMcu {
  /** The GPIO of the first channel of the first converter, from which they count up. */
  firstAnalog: number;
  /** Bits of a conversion: it makes no others. */
  analogBits: number;
}

export const ESP_VARIANTS = {
  esp8266: { title: "ESP8266" },
  esp32: { title: "ESP32", imageNumber: 0 },
  esp32s2: { title: "ESP32-S2", imageNumber: 2, nodeMcu: { firstAnalog: 1, analogBits: 13 } },
  esp32c3: { title: "ESP32-C3", imageNumber: 5, nodeMcu: { firstAnalog: 0, analogBits: 12 } },
  esp32s3: { title: "ESP32-S3", imageNumber: 9, nodeMcu: { firstAnalog: 1, analogBits: 12 } },
  esp32c6: { title: "ESP32-C6", imageNumber: 13, nodeMcu: { firstAnalog: 0, analogBits: 12 } },
} as const satisfies Record<string, EspVariant>;

export type VariantName = keyof typeof ESP_VARIANTS;

/** Those that are not the first of their family: a board with one says so. */
export const LATER_VARIANTS = ["esp32s2", "esp32c3", "esp32s3", "esp32c6"] as const satisfies VariantName[];

export type LaterVariant = (typeof LATER_VARIANTS)[number];

/** The chip that a text names, as "ESP32-C3-MINI-1" or "ESP32C3_IDF4" do; of one that is not in the table, its name as the others'. */
export function variantNamed(text: string): string | undefined {
  return /esp8266|esp32(?:[-_]?[chps]\d+)?/i.exec(text)?.[0].toLowerCase().replace(/[-_]/, "");
}

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
