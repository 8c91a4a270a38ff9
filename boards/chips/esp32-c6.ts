// The ESP32-C6's pins: what each can do, and what goes wrong with it, whichever firmware runs on the chip.
//
// Sources: Espressif, "ESP-IDF Programming Guide" for the ESP32-C6, GPIO (pin list, strapping pins, flash, USB); Espressif, "ESP32-C6
// Series Datasheet" (strapping pins, UART0).
// Left out: GPIO14, which chips without flash inside do not lead out, and GPIO24 to 30, which the modules have their flash on.
import type { PinFacts } from "../board.ts";

const DIGITAL = ["in", "out", "pullup", "pwm", "interrupt", "one-wire", "tx", "rx"] as const;
/** ADC1. */
const ANALOG = {
  can: DIGITAL,
  because: { adc: "no source gives the voltage that it reads as full scale; take an ads1115 on I2C" },
} as const;

const USB = "It is a line of the USB port of the chip: using it ends that port, and a console on it.";
const STRAP = "It is read at reset (edges of SDIO).";

export const ESP32_C6 = {
  0: { gpio: 0, ...ANALOG },
  1: { gpio: 1, ...ANALOG },
  2: { gpio: 2, ...ANALOG },
  3: { gpio: 3, ...ANALOG },
  4: { gpio: 4, ...ANALOG, trap: STRAP },
  5: { gpio: 5, ...ANALOG, trap: STRAP },
  6: { gpio: 6, ...ANALOG },
  7: { gpio: 7, can: DIGITAL },
  8: { gpio: 8, can: DIGITAL, trap: "Low at reset together with a low GPIO9, no firmware can be written." },
  9: { gpio: 9, can: DIGITAL, trap: "Low at reset, the chip waits for a new firmware instead of starting." },
  10: { gpio: 10, can: DIGITAL },
  11: { gpio: 11, can: DIGITAL },
  12: { gpio: 12, can: DIGITAL, trap: USB, isLeftAlone: true },
  13: { gpio: 13, can: DIGITAL, trap: USB, isLeftAlone: true },
  15: { gpio: 15, can: DIGITAL, trap: "It is read at reset (where JTAG is)." },
  16: {
    gpio: 16,
    can: DIGITAL,
    trap: "The boot messages come out of it, and a serial console sends on it.",
    isLeftAlone: true,
  },
  17: {
    gpio: 17,
    can: DIGITAL,
    trap: "A new firmware can come in by it, and a serial console receives on it.",
    isLeftAlone: true,
  },
  18: { gpio: 18, can: DIGITAL },
  19: { gpio: 19, can: DIGITAL },
  20: { gpio: 20, can: DIGITAL },
  21: { gpio: 21, can: DIGITAL },
  22: { gpio: 22, can: DIGITAL },
  23: { gpio: 23, can: DIGITAL },
} as const satisfies Record<number, Omit<PinFacts, "id">>;
