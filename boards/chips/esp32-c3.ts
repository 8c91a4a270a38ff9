// The ESP32-C3's pins: what each can do, and what goes wrong with it, whichever firmware runs on the chip.
//
// Sources: Espressif, "ESP-IDF Programming Guide" for the ESP32-C3, GPIO (pin list, strapping pins, flash, USB) and
// Analog to Digital Converter; Espressif, "ESP32-C3 Wireless Adventure", section 5.2.6 (levels of the strapping pins).
// Left out: GPIO11, which feeds the flash.
import type { PinFacts } from "../board.ts";

/** What reads as full scale at an analog pin at 11 dB, in millivolts (Arduino-ESP32 documentation, ADC). */
export const ESP32_C3_ANALOG_MILLIVOLTS = 2500;

const DIGITAL = ["in", "out", "pullup", "pwm", "interrupt", "one-wire", "tx", "rx"] as const;
const ANALOG = [...DIGITAL, "adc"] as const;

const FLASH = "It belongs to the flash chip: using it stops the program.";
const USB = "It is a line of the USB port, through which the console speaks: using it ends that.";

export const ESP32_C3 = {
  0: { gpio: 0, can: ANALOG },
  1: { gpio: 1, can: ANALOG },
  2: { gpio: 2, can: ANALOG, trap: "It must be high at reset for the chip to start." },
  3: { gpio: 3, can: ANALOG },
  4: { gpio: 4, can: ANALOG },
  5: {
    gpio: 5,
    can: DIGITAL,
    because: { adc: "it is on ADC2, which no program can read while Wi-Fi is on" },
  },
  6: { gpio: 6, can: DIGITAL },
  7: { gpio: 7, can: DIGITAL },
  8: {
    gpio: 8,
    can: DIGITAL,
    trap: "Low at reset, no firmware can be written.",
  },
  9: { gpio: 9, can: DIGITAL, trap: "Low at reset, the chip waits for a new firmware instead of starting." },
  10: { gpio: 10, can: DIGITAL },
  12: { gpio: 12, can: [], trap: FLASH },
  13: { gpio: 13, can: [], trap: FLASH },
  14: { gpio: 14, can: [], trap: FLASH },
  15: { gpio: 15, can: [], trap: FLASH },
  16: { gpio: 16, can: [], trap: FLASH },
  17: { gpio: 17, can: [], trap: FLASH },
  18: { gpio: 18, can: DIGITAL, trap: USB, isLeftAlone: true },
  19: { gpio: 19, can: DIGITAL, trap: USB, isLeftAlone: true },
  20: { gpio: 20, can: DIGITAL, trap: "The serial console receives on it.", isLeftAlone: true },
  21: {
    gpio: 21,
    can: DIGITAL,
    trap: "The serial console sends on it, and the boot messages come out of it.",
    isLeftAlone: true,
  },
} as const satisfies Record<number, Omit<PinFacts, "id">>;
