// The ESP32-S3's pins: what each can do, and what goes wrong with it, whichever firmware runs on the chip.
//
// Sources: Espressif, "ESP-IDF Programming Guide" for the ESP32-S3, GPIO (pin list, strapping pins, flash and PSRAM, USB); Espressif,
// "ESP32-S3 Series Datasheet" (strapping pins, UART0); Arduino-ESP32 documentation, ADC.
// Left out: GPIO22 to 25, which the chip has not, and GPIO26 to 32, which the modules have their flash on and do not lead out.
import type { PinFacts } from "../board.ts";

/** What reads as full scale at an analog pin at 11 dB, in millivolts (Arduino-ESP32 documentation, ADC). */
export const ESP32_S3_ANALOG_MILLIVOLTS = 3100;

const DIGITAL = ["in", "out", "pullup", "pwm", "interrupt", "one-wire", "tx", "rx"] as const;
const ANALOG = [...DIGITAL, "adc"] as const;
const ON_ADC2 = {
  can: DIGITAL,
  because: { adc: "it is on ADC2, which no program can read while Wi-Fi is on" },
} as const;

const USB = "It is a line of the USB port of the chip: using it ends that port, and a console on it.";
const OCTAL =
  "On a module with eight-line flash or PSRAM (WROOM-2, R8) it belongs to that; elsewhere it is free.";

export const ESP32_S3 = {
  0: { gpio: 0, can: DIGITAL, trap: "Low at reset, the chip waits for a new firmware instead of starting." },
  1: { gpio: 1, can: ANALOG },
  2: { gpio: 2, can: ANALOG },
  3: { gpio: 3, can: ANALOG, trap: "It is read at reset (where JTAG is)." },
  4: { gpio: 4, can: ANALOG },
  5: { gpio: 5, can: ANALOG },
  6: { gpio: 6, can: ANALOG },
  7: { gpio: 7, can: ANALOG },
  8: { gpio: 8, can: ANALOG },
  9: { gpio: 9, can: ANALOG },
  10: { gpio: 10, can: ANALOG },
  11: { gpio: 11, ...ON_ADC2 },
  12: { gpio: 12, ...ON_ADC2 },
  13: { gpio: 13, ...ON_ADC2 },
  14: { gpio: 14, ...ON_ADC2 },
  15: { gpio: 15, ...ON_ADC2 },
  16: { gpio: 16, ...ON_ADC2 },
  17: { gpio: 17, ...ON_ADC2 },
  18: { gpio: 18, ...ON_ADC2 },
  19: { gpio: 19, ...ON_ADC2, trap: USB, isLeftAlone: true },
  20: { gpio: 20, ...ON_ADC2, trap: USB, isLeftAlone: true },
  21: { gpio: 21, can: DIGITAL },
  33: { gpio: 33, can: DIGITAL, trap: OCTAL, isLeftAlone: true },
  34: { gpio: 34, can: DIGITAL, trap: OCTAL, isLeftAlone: true },
  35: { gpio: 35, can: DIGITAL, trap: OCTAL, isLeftAlone: true },
  36: { gpio: 36, can: DIGITAL, trap: OCTAL, isLeftAlone: true },
  37: { gpio: 37, can: DIGITAL, trap: OCTAL, isLeftAlone: true },
  38: { gpio: 38, can: DIGITAL },
  39: { gpio: 39, can: DIGITAL },
  40: { gpio: 40, can: DIGITAL },
  41: { gpio: 41, can: DIGITAL },
  42: { gpio: 42, can: DIGITAL },
  43: {
    gpio: 43,
    can: DIGITAL,
    trap: "The boot messages come out of it, and a serial console sends on it.",
    isLeftAlone: true,
  },
  44: {
    gpio: 44,
    can: DIGITAL,
    trap: "A new firmware can come in by it, and a serial console receives on it.",
    isLeftAlone: true,
  },
  45: {
    gpio: 45,
    can: DIGITAL,
    trap: "High at reset, the flash of most modules gets 1.8 V instead of 3.3 V and the chip does not start.",
  },
  46: {
    gpio: 46,
    can: DIGITAL,
    trap: "High at reset together with a low GPIO0, no firmware can be written.",
  },
  47: { gpio: 47, can: DIGITAL },
  48: { gpio: 48, can: DIGITAL },
} as const satisfies Record<number, Omit<PinFacts, "id">>;
