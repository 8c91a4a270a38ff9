// The ESP8266's pins: what each can do, and what goes wrong with it, whichever firmware runs on the chip.
//
// Sources: Espressif, "ESP8266EX Datasheet" (pin definitions) and "ESP8266 Hardware Design Guidelines" (strapping
// pins).
import type { PinFacts, UartFacts } from "../board.ts";

/** What reads as full scale at the chip's analog input, in millivolts. */
export const TOUT_MILLIVOLTS = 1000;

const DIGITAL = ["in", "out", "pullup", "pwm", "interrupt", "one-wire"] as const;

/** Why no part has a UART, whichever firmware runs: the other one only sends (NodeMCU, docs/modules/uart.md). */
export const ESP8266_UART = {
  parts: 0,
  because:
    "its only one that receives is the console's, and those made in software lose bytes while the program runs; take a board with an ESP32",
} as const satisfies UartFacts;

const ANALOG_ONLY = "it is the chip's analog input, and no other";

/** The analog input (TOUT, "A0"), which is no GPIO. It takes 1.0 V; some boards have a divider in front of it. */
export const TOUT = {
  can: ["adc"],
  because: {
    in: ANALOG_ONLY,
    out: ANALOG_ONLY,
    pullup: ANALOG_ONLY,
    pwm: ANALOG_ONLY,
    interrupt: ANALOG_ONLY,
  },
} as const satisfies Omit<PinFacts, "id">;

const FLASH = "It belongs to the flash chip: using it stops the program.";
const FLASH_IN_QUAD_MODE =
  "It belongs to the flash chip, except on a module whose flash runs in DIO or DOUT mode.";

export const ESP8266 = {
  0: { gpio: 0, can: DIGITAL, trap: "Low at reset, the chip waits for a new firmware instead of starting." },
  1: {
    gpio: 1,
    can: DIGITAL,
    trap: "The console sends on it, and the boot messages come out of it; held low at reset, the chip does not start.",
    isLeftAlone: true,
  },
  2: { gpio: 2, can: DIGITAL, trap: "Low at reset, the chip does not start; most modules have a LED on it." },
  3: { gpio: 3, can: DIGITAL, trap: "The console receives on it.", isLeftAlone: true },
  4: { gpio: 4, can: DIGITAL },
  5: { gpio: 5, can: DIGITAL },
  6: { gpio: 6, can: [], trap: FLASH },
  7: { gpio: 7, can: [], trap: FLASH },
  8: { gpio: 8, can: [], trap: FLASH },
  9: { gpio: 9, can: DIGITAL, trap: FLASH_IN_QUAD_MODE, isLeftAlone: true },
  10: { gpio: 10, can: DIGITAL, trap: FLASH_IN_QUAD_MODE, isLeftAlone: true },
  11: { gpio: 11, can: [], trap: FLASH },
  12: { gpio: 12, can: DIGITAL },
  13: { gpio: 13, can: DIGITAL },
  14: { gpio: 14, can: DIGITAL },
  15: {
    gpio: 15,
    can: DIGITAL,
    trap: "High at reset, the chip does not start; boards pull it down, so its pull-up does nothing.",
  },
  16: {
    gpio: 16,
    can: ["in", "out", "one-wire"],
    because: { pullup: "it has no pull-up", interrupt: "it has no interrupt", pwm: "it has no PWM" },
    // NodeMCU, docs/modules/i2c.md and app/modules/i2c.c; Espruino, targets/esp8266/i2c_master.c.
    noI2c: "it is no open drain",
    trap: "It has no pull-up, no interrupt and no PWM, is high while the chip starts, and wakes it from deep sleep.",
  },
} as const satisfies Record<number, Omit<PinFacts, "id">>;

/** GPIO16 as NodeMCU's pin 0, which its one-wire module refuses (app/modules/ow.c). */
export const NODEMCU_PIN_0 = {
  ...ESP8266[16],
  id: 0,
  can: ["in", "out"],
  because: { ...ESP8266[16].because, "one-wire": "NodeMCU's one-wire module does not take pin 0" },
} as const satisfies PinFacts;
