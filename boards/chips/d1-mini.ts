// Parts around the chip of a D1 mini, whichever firmware runs on it.
//
// Source: LOLIN, documentation and schematic of the D1 mini (versions 2 to 4).

/** The voltage at A0 that reads as full scale, in millivolts: the chip reads 1.0 V behind 220 kOhm and 100 kOhm. */
export const D1_MINI_ANALOG_MILLIVOLTS = 3200;

export const D1_MINI_HAS = {
  D3: "a pull-up of 10 kOhm",
  D4: "a pull-up of 10 kOhm and the LED, on at low",
  D8: "a pull-down of 10 kOhm",
  A0: "a divider: it takes 3.2 V",
} as const;

export const D1_MINI_HEADERS = {
  left: ["RST", "A0", "D0", "D5", "D6", "D7", "D8", "3V3"],
  right: ["TX", "RX", "D1", "D2", "D3", "D4", "G", "5V"],
} as const;
