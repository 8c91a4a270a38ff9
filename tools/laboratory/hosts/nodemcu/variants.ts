// Pins and converters of each chip that the branch dev-esp32 runs on, as a program sees them. Sources: those
// of boards/chips; for the width of the converter and its channels components/platform/platform.c, and
// ESP-IDF's adc_types_legacy.h.
import type { LaterVariant } from "../../../../boards/chips/chip.ts";

interface VariantPins {
  highest: number;
  /** The first pin that is an input only, or one behind the last. */
  inputOnly: number;
  absent: readonly number[];
  flash: readonly number[];
  /** Bits of a conversion, and no others. */
  width?: number;
  /** The GPIO of the first channel of the first converter, from which they count up. */
  firstAnalog?: number;
}

const SINCE_S2 = { absent: [22, 23, 24, 25], flash: [26, 27, 28, 29, 30, 31, 32], firstAnalog: 1 };

const PINS: Readonly<Record<"esp32" | LaterVariant, VariantPins>> = {
  esp32: { highest: 39, inputOnly: 34, absent: [20, 24, 28, 29, 30, 31], flash: [6, 7, 8, 9, 10, 11] },
  esp32s2: { ...SINCE_S2, highest: 46, inputOnly: 46, width: 13 },
  esp32c3: {
    highest: 21,
    inputOnly: 22,
    absent: [],
    flash: [11, 12, 13, 14, 15, 16, 17],
    width: 12,
    firstAnalog: 0,
  },
  esp32s3: { ...SINCE_S2, highest: 48, inputOnly: 49, width: 12 },
  esp32c6: {
    highest: 30,
    inputOnly: 31,
    absent: [],
    flash: [24, 25, 26, 27, 28, 29, 30],
    width: 12,
    firstAnalog: 0,
  },
};

/** The same as a table of Lua; its `model` is the chip's name in the firmware. */
export function variantAsLua(variant: LaterVariant | undefined): string {
  const model = variant ?? "esp32";
  const { highest, inputOnly, absent, flash, width = 0, firstAnalog = -1 } = PINS[model];
  const set = (numbers: readonly number[]) =>
    `{ ${numbers.map((number) => `[${number}] = true`).join(", ")} }`;
  return `{ model = "${model}", highest = ${highest}, inputOnly = ${inputOnly}, absent = ${set(absent)}, flash = ${set(flash)}, width = ${width}, firstAnalog = ${firstAnalog} }`;
}
