// The ESP32's pins: what each can do, and what goes wrong with it, whichever firmware runs on the chip.
//
// Sources: Espressif, "ESP32 Series Datasheet" (pin list, strapping pins, appendix on the IO_MUX); Espressif,
// "ESP32-DevKitC V4 Getting Started Guide" (notes on the flash pins and on GPIO16 and GPIO17); Espressif, "ESP-IDF
// Programming Guide", Analog to Digital Converter (which pins are on ADC2, and that Wi-Fi uses it).
// Left out: the numbers that have no pin (20, 24, 28 to 31), and GPIO37 and GPIO38, which the modules do not lead out.
import type { PinFacts } from "../board.ts";

/**
 * What reads as full scale at an analog pin, in millivolts: the upper end of what the converter measures at 11 dB, which
 * both firmwares can set (Arduino-ESP32 documentation, ADC; it is not straight above 2450 mV).
 */
export const ESP32_ANALOG_MILLIVOLTS = 3100;

const DIGITAL = ["in", "out", "pullup", "pwm", "interrupt", "one-wire", "tx", "rx"] as const;
const ANALOG = [...DIGITAL, "adc"] as const;
const INPUT = ["in", "adc", "interrupt", "rx"] as const;
/** Of the console: a UART on its pins would take them away from it. */
const CONSOLE = {
  isLeftAlone: true,
  can: ["in", "out", "pullup", "pwm", "interrupt", "one-wire"],
  because: { tx: "it is the console's", rx: "it is the console's" },
} as const;

const FLASH = "It belongs to the flash chip: using it stops the program.";
const PSRAM = "On a WROVER module it belongs to the PSRAM; on a WROOM module it is free.";

const ON_ADC2 = { adc: "it is on ADC2, which no program can read while Wi-Fi is on" } as const;
const AN_INPUT_ONLY = {
  out: "it is an input only",
  tx: "it is an input only",
  pwm: "it is an input only",
  pullup: "it has no pull-up",
} as const;

const INPUT_ONLY = {
  can: INPUT,
  because: AN_INPUT_ONLY,
  trap: "It is an input only and has no pull-up: give it a resistor of its own.",
  harmlessAs: "adc",
} as const;

export const ESP32 = {
  0: {
    gpio: 0,
    can: DIGITAL,
    because: ON_ADC2,
    trap: "Low at reset, the chip waits for a new firmware instead of starting.",
  },
  1: { gpio: 1, ...CONSOLE, trap: "The console sends on it, and the boot messages come out of it." },
  2: {
    gpio: 2,
    can: DIGITAL,
    because: ON_ADC2,
    trap: "High at reset, no firmware can be written: it must be low or open together with GPIO0.",
  },
  3: { gpio: 3, ...CONSOLE, trap: "The console receives on it." },
  4: { gpio: 4, can: DIGITAL, because: ON_ADC2 },
  5: {
    gpio: 5,
    can: DIGITAL,
    trap: "It is read at reset (SDIO timing) and is pulled up while the chip starts.",
  },
  6: { gpio: 6, can: [], trap: FLASH },
  7: { gpio: 7, can: [], trap: FLASH },
  8: { gpio: 8, can: [], trap: FLASH },
  9: { gpio: 9, can: [], trap: FLASH },
  10: { gpio: 10, can: [], trap: FLASH },
  11: { gpio: 11, can: [], trap: FLASH },
  12: {
    gpio: 12,
    can: DIGITAL,
    because: ON_ADC2,
    trap: "High at reset, the flash gets 1.8 V instead of 3.3 V and the chip does not start.",
  },
  13: { gpio: 13, can: DIGITAL, because: ON_ADC2 },
  14: { gpio: 14, can: DIGITAL, because: ON_ADC2 },
  15: {
    gpio: 15,
    can: DIGITAL,
    because: ON_ADC2,
    trap: "Low at reset, the boot messages are silent; it is pulled up while the chip starts.",
  },
  16: { gpio: 16, can: DIGITAL, trap: PSRAM, isLeftAlone: true },
  17: { gpio: 17, can: DIGITAL, trap: PSRAM, isLeftAlone: true },
  18: { gpio: 18, can: DIGITAL },
  19: { gpio: 19, can: DIGITAL },
  21: { gpio: 21, can: DIGITAL },
  22: { gpio: 22, can: DIGITAL },
  23: { gpio: 23, can: DIGITAL },
  25: { gpio: 25, can: DIGITAL, because: ON_ADC2 },
  26: { gpio: 26, can: DIGITAL, because: ON_ADC2 },
  27: { gpio: 27, can: DIGITAL, because: ON_ADC2 },
  32: { gpio: 32, can: ANALOG },
  33: { gpio: 33, can: ANALOG },
  34: { gpio: 34, ...INPUT_ONLY },
  35: { gpio: 35, ...INPUT_ONLY },
  36: { gpio: 36, ...INPUT_ONLY },
  39: { gpio: 39, ...INPUT_ONLY },
} as const satisfies Record<number, Omit<PinFacts, "id">>;
