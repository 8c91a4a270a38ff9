// The pins of each later chip, by its name.
import type { PinFacts } from "../board.ts";
import type { LaterVariant } from "./chip.ts";
import { ESP32_C3 } from "./esp32-c3.ts";
import { ESP32_C6 } from "./esp32-c6.ts";
import { ESP32_S2 } from "./esp32-s2.ts";
import { ESP32_S3 } from "./esp32-s3.ts";

type ChipPins = Readonly<Record<number, Omit<PinFacts, "id">>>;

export const CHIP_PINS: Readonly<Record<LaterVariant, ChipPins>> = {
  esp32s2: ESP32_S2,
  esp32c3: ESP32_C3,
  esp32s3: ESP32_S3,
  esp32c6: ESP32_C6,
};
