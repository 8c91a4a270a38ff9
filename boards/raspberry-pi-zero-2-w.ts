// Raspberry Pi Zero 2 W (and any other with the same header of 40 pins) under Raspberry Pi OS. A pin is called GPIO and its
// number.
import type { Board } from "./board.ts";
import { LINUX_JOURNAL } from "./chips/journal.ts";

const DIGITAL = ["in", "out", "pullup", "interrupt"] as const;
const PULSED = [...DIGITAL, "pwm"] as const;
const BUS_LINE = ["in", "out", "interrupt"] as const;

const I2C_PULL_UP = "a pull-up of 1.8 kOhm, for the I2C bus";
const ID_BUS = "It belongs to the bus by which the machine finds out what is plugged on it (ID EEPROM).";
const SERIAL = "The serial console has it where that is switched on.";
const NO_LINE = "it is an input of the converter, and no other";
/** An ADS1115 on the I2C bus, by the kernel's driver: dtoverlay=ads1115 in config.txt. */
const CONVERTER = {
  can: ["adc"],
  has: "an ADS1115 on the I2C bus, with dtoverlay=ads1115",
  because: { in: NO_LINE, out: NO_LINE, pullup: NO_LINE, pwm: NO_LINE, interrupt: NO_LINE },
} as const;
const NO_ONE_WIRE = { "one-wire": "the kernel has no one-wire bus there" } as const;
const NO_PWM = { pwm: "no channel of PWM leads there" } as const;
const NEITHER = { ...NO_PWM, ...NO_ONE_WIRE } as const;

export default {
  name: "raspberry-pi-zero-2-w",
  title: "Raspberry Pi Zero 2 W",
  chip: "bcm2710",
  module: "Raspberry Pi Zero 2 W",
  target: "linux",
  sources: [
    "Raspberry Pi Ltd, Raspberry Pi Zero 2 W product brief: 512 MB of memory",
    "Raspberry Pi Ltd, documentation of the 40-pin header: names, functions, pull-ups of GPIO2 and GPIO3, EEPROM on GPIO0 and GPIO1",
    "Raspberry Pi Ltd, firmware, overlays/README: pwm (GPIO12, 13, 18, 19), pwm-2chan, w1-gpio, i2c-gpio",
    "Linux, drivers/pwm/pwm-bcm2835.c and bcm283x.dtsi: the shortest period, and the clock",
    "The libgpiod project, libgpiod 2.2: gpioset, gpioget, gpiomon",
  ],
  memory: { heapBytes: 512 * 1024 * 1024 },
  // Of an SD card of 2 GB or more.
  flashBytes: 1024 * 1024 * 1024,
  // Of memory what Raspberry Pi OS Lite leaves.
  budget: { flashBytes: 16 * 1024 * 1024, held: 256 * 1024 * 1024 },
  lacksStaticAddress:
    "its network is its computer's, which may have one (docs/cannot-yet.md#a-static-address)",
  tls: true,
  ring: { slots: 64, bytes: 65536 },
  diagnostics: ["uptime", "signal"],
  journal: LINUX_JOURNAL,
  packetBytes: 65536,
  linkBytes: 65536,
  // A period is two ticks or more of a clock of 10 MHz.
  pwm: { hertz: { least: 1, most: 5_000_000 }, pins: 2 },
  i2c: {
    because: "the kernel sets it; write dtparam=i2c_arm_baudrate=400000 into config.txt, for GPIO2 and GPIO3",
  },
  uart: { parts: 0, because: "ringmote speaks to none under Linux; take a board with an ESP32" },
  spi: { because: "ringmote drives none under Linux; take a board with an ESP8266 or an ESP32" },
  pixels: { because: "ringmote drives none under Linux; take a board with an ESP8266 or an ESP32" },
  edges: {
    because: "ringmote does not ask Linux for it; take a board with an ESP8266 or an ESP32 running Espruino",
  },
  dht: {
    because:
      "ringmote does not ask Linux for its edges; take a board with an ESP8266 or an ESP32, or an SHT4x on I2C",
  },
  hx711: {
    because:
      "ringmote does not ask Linux for its pulses; take a board with an ESP8266, or a NAU7802 on I2C by a driver of your own",
  },
  turns: {
    because:
      "the edges of two lines come without their order there; take a board with an ESP8266 or an ESP32, or two buttons",
  },
  analogMillivolts: 3300,
  machine: {
    // The second with dtoverlay=i2c-gpio,bus=3,i2c_gpio_sda=23,i2c_gpio_scl=24 in config.txt.
    i2c: [
      { sda: "GPIO2", scl: "GPIO3", bus: 1 },
      { sda: "GPIO23", scl: "GPIO24", bus: 3 },
    ],
    // With dtoverlay=pwm-2chan in config.txt.
    pwm: { "gpiochip0 18": "pwmchip0 0", "gpiochip0 19": "pwmchip0 1" },
    // With dtoverlay=w1-gpio in config.txt.
    oneWire: { "gpiochip0 4": "w1_bus_master1" },
  },
  headers: {
    left: [
      "3V3",
      "GPIO2",
      "GPIO3",
      "GPIO4",
      "GND",
      "GPIO17",
      "GPIO27",
      "GPIO22",
      "3V3",
      "GPIO10",
      "GPIO9",
      "GPIO11",
      "GND",
      "GPIO0",
      "GPIO5",
      "GPIO6",
      "GPIO13",
      "GPIO19",
      "GPIO26",
      "GND",
    ],
    right: [
      "5V",
      "5V",
      "GND",
      "GPIO14",
      "GPIO15",
      "GPIO18",
      "GND",
      "GPIO23",
      "GPIO24",
      "GND",
      "GPIO25",
      "GPIO8",
      "GPIO7",
      "GPIO1",
      "GND",
      "GPIO12",
      "GND",
      "GPIO16",
      "GPIO20",
      "GPIO21",
    ],
  },
  pins: {
    GPIO0: { gpio: 0, id: "gpiochip0 0", can: [], trap: ID_BUS },
    GPIO1: { gpio: 1, id: "gpiochip0 1", can: [], trap: ID_BUS },
    GPIO2: { gpio: 2, id: "gpiochip0 2", can: BUS_LINE, has: I2C_PULL_UP, because: NEITHER },
    GPIO3: { gpio: 3, id: "gpiochip0 3", can: BUS_LINE, has: I2C_PULL_UP, because: NEITHER },
    GPIO4: { gpio: 4, id: "gpiochip0 4", can: [...DIGITAL, "one-wire"], because: NO_PWM },
    GPIO5: { gpio: 5, id: "gpiochip0 5", can: DIGITAL, because: NEITHER },
    GPIO6: { gpio: 6, id: "gpiochip0 6", can: DIGITAL, because: NEITHER },
    GPIO7: { gpio: 7, id: "gpiochip0 7", can: DIGITAL, because: NEITHER },
    GPIO8: { gpio: 8, id: "gpiochip0 8", can: DIGITAL, because: NEITHER },
    GPIO9: { gpio: 9, id: "gpiochip0 9", can: DIGITAL, because: NEITHER },
    GPIO10: { gpio: 10, id: "gpiochip0 10", can: DIGITAL, because: NEITHER },
    GPIO11: { gpio: 11, id: "gpiochip0 11", can: DIGITAL, because: NEITHER },
    GPIO12: { gpio: 12, id: "gpiochip0 12", can: DIGITAL, because: NEITHER },
    GPIO13: { gpio: 13, id: "gpiochip0 13", can: DIGITAL, because: NEITHER },
    GPIO14: { gpio: 14, id: "gpiochip0 14", can: DIGITAL, because: NEITHER, trap: SERIAL },
    GPIO15: { gpio: 15, id: "gpiochip0 15", can: DIGITAL, because: NEITHER, trap: SERIAL },
    GPIO16: { gpio: 16, id: "gpiochip0 16", can: DIGITAL, because: NEITHER },
    GPIO17: { gpio: 17, id: "gpiochip0 17", can: DIGITAL, because: NEITHER },
    GPIO18: { gpio: 18, id: "gpiochip0 18", can: PULSED, because: NO_ONE_WIRE },
    GPIO19: { gpio: 19, id: "gpiochip0 19", can: PULSED, because: NO_ONE_WIRE },
    GPIO20: { gpio: 20, id: "gpiochip0 20", can: DIGITAL, because: NEITHER },
    GPIO21: { gpio: 21, id: "gpiochip0 21", can: DIGITAL, because: NEITHER },
    GPIO22: { gpio: 22, id: "gpiochip0 22", can: DIGITAL, because: NEITHER },
    GPIO23: { gpio: 23, id: "gpiochip0 23", can: DIGITAL, because: NEITHER },
    GPIO24: { gpio: 24, id: "gpiochip0 24", can: DIGITAL, because: NEITHER },
    GPIO25: { gpio: 25, id: "gpiochip0 25", can: DIGITAL, because: NEITHER },
    GPIO26: { gpio: 26, id: "gpiochip0 26", can: DIGITAL, because: NEITHER },
    GPIO27: { gpio: 27, id: "gpiochip0 27", can: DIGITAL, because: NEITHER },
    // The converter's driver gives millivolts, whatever its range.
    AIN0: { id: "iio:device0 0", ...CONVERTER },
    AIN1: { id: "iio:device0 1", ...CONVERTER },
    AIN2: { id: "iio:device0 2", ...CONVERTER },
    AIN3: { id: "iio:device0 3", ...CONVERTER },
  },
} as const satisfies Board;
