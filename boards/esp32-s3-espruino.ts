// ESP32-S3-DevKitC-1 running Espruino, whose build for this chip is a beta. A pin is called as printed on the board, with IO before its
// number. The console is on the port "USB", and not on "UART".
import type { Board } from "./board.ts";
import { ESP32_S3 } from "./chips/esp32-s3.ts";
import { ESP32_S3_DEVKITC_1_HEADERS, ESP32_S3_DEVKITC_1_HAS as HAS } from "./chips/esp32-s3-devkitc-1.ts";
import { ESPRUINO_ESP32_JOURNAL } from "./chips/journal.ts";
import { ESPRUINO_LATER_ESP32_SLEEP } from "./chips/sleep.ts";
import { ESP32_ESPRUINO_ADDRESS } from "./chips/static-address.ts";

const DIGITAL = ["in", "out", "pullup", "pwm", "interrupt", "one-wire", "tx", "rx"] as const;
const WITHOUT_INTERRUPT = ["in", "out", "pullup", "pwm", "one-wire", "tx", "rx"] as const;

const adc =
  "Espruino's build for this chip gives no pin an analog input; take an ads1115 on I2C, or an ESP32";
const interrupt = "Espruino counts it to the flash pins of an ESP32 and sees no interrupts on it";

const NO_ADC = { can: DIGITAL, because: { adc } } as const;
/** GPIO6 to 12. */
const NEITHER = { can: WITHOUT_INTERRUPT, because: { adc, interrupt } } as const;
/** GPIO11 and 12, which are on ADC2. */
const FLASH_OF_ESP32 = { can: WITHOUT_INTERRUPT, because: { ...ESP32_S3[11].because, interrupt } } as const;
/** Behind the first forty. */
const BEYOND = {
  can: WITHOUT_INTERRUPT,
  because: { interrupt: "Espruino sees interrupts on the first forty pins alone" },
} as const;

/** targets/esp32/esp32_neopixel.c: where a strip was on it. */
const NO_STRIP = { noPixels: "the next strip on another pin would end the program" } as const;

export default {
  name: "esp32-s3-espruino",
  title: "ESP32-S3-DevKitC-1 running Espruino (beta)",
  chip: "esp32",
  variant: "esp32s3",
  module: "ESP32-S3-WROOM-1",
  target: "espruino",
  sources: [
    "Espruino, boards/ESP32S3_IDF4.py after 2v29: variables, saved_code, libraries, console on USB, no pin with an ADC",
    "Espruino, targets/esp32/jshardware.c after 2v29: pins without interrupts; the serial number is the MAC address of its Wi-Fi",
    "Espruino, scripts/build_platform_config.py after 2v29: interrupts of forty pins",
    "Espruino, targets/esp32/jshardwarePWM.c after 2v29: pins by frequency",
    "Espruino, boards/ESP32S3_IDF4.py after 2v29, and targets/esp32/jshardwareUart.c: Serial2 and Serial3 take any pins",
    "Espruino, boards/ESP32S3_IDF4.py after 2v29, and targets/esp32/jshardwareI2c.c: I2C1 and I2C2 take any pins and any bitrate",
    "Espruino 2v29, src/jsspi.c: SPI by software, on any pins",
    "Espruino, targets/esp32/esp32_neopixel.c after 2v29: strips on any output",
    "Espressif, ESP-IDF Programming Guide for the ESP32-S3, LED Control: eight channels, one clock for all timers",
    "Espressif, ESP-IDF 4.4, components/driver/ledc.c: which clock a frequency gets",
    "Espruino 2v29, libs/network/esp32/network_esp32.c: chunks of 536 bytes",
    "Espressif, ESP32-S3-DevKitC-1 User Guide: names on the headers, RGB LED",
    "Espressif, ESP-IDF Programming Guide for the ESP32-S3: pin list, strapping pins",
  ],
  // At most: the pool is what the heap allows at boot.
  memory: { jsVars: 16383, jsVarBytes: 14 },
  flashBytes: 224 * 4096,
  // Of JsVars half, as on the ESP32.
  budget: { flashBytes: 112 * 4096, held: 8192 },
  lacksStaticAddress: ESP32_ESPRUINO_ADDRESS,
  // The certificate of the broker is not verified by this firmware.
  tls: true,
  ring: { slots: 32, bytes: 4096 },
  diagnostics: ["uptime", "signal"],
  packetBytes: 2048,
  // Two of the chunks in which it leaves.
  linkBytes: 1072,
  pwm: {
    // As on the ESP32-C3: periods of 1024 ticks, of 80 MHz (APB) or, below 77 Hz, of 17.5 MHz, divided by 1 to 1023. All timers share
    // their clock: where one pin is below 77 Hz, those at 5000 Hz are at 1.1 kHz.
    hertz: { least: 17, most: 78125 },
    // Of the eight channels, five share a timer and three have one each.
    pins: 3,
    fixed: { hertz: 5000, pins: 5 },
  },
  i2c: { buses: 2, isFast: true },
  uart: { parts: 2, needsTx: { because: "Espruino takes D4 or D17 for it then" } },
  spi: {},
  pixels: {},
  journal: ESPRUINO_ESP32_JOURNAL,
  sleep: ESPRUINO_LATER_ESP32_SLEEP,
  headers: ESP32_S3_DEVKITC_1_HEADERS,
  pins: {
    IO0: { id: "D0", ...ESP32_S3[0], ...NO_STRIP, has: HAS.IO0 },
    IO1: { id: "D1", ...ESP32_S3[1], ...NO_ADC },
    IO2: { id: "D2", ...ESP32_S3[2], ...NO_ADC },
    IO3: { id: "D3", ...ESP32_S3[3], ...NO_ADC },
    IO4: { id: "D4", ...ESP32_S3[4], ...NO_ADC },
    IO5: { id: "D5", ...ESP32_S3[5], ...NO_ADC },
    IO6: { id: "D6", ...ESP32_S3[6], ...NEITHER },
    IO7: { id: "D7", ...ESP32_S3[7], ...NEITHER },
    IO8: { id: "D8", ...ESP32_S3[8], ...NEITHER },
    IO9: { id: "D9", ...ESP32_S3[9], ...NEITHER },
    IO10: { id: "D10", ...ESP32_S3[10], ...NEITHER },
    IO11: { id: "D11", ...ESP32_S3[11], ...FLASH_OF_ESP32 },
    IO12: { id: "D12", ...ESP32_S3[12], ...FLASH_OF_ESP32 },
    IO13: { id: "D13", ...ESP32_S3[13] },
    IO14: { id: "D14", ...ESP32_S3[14] },
    IO15: { id: "D15", ...ESP32_S3[15] },
    IO16: { id: "D16", ...ESP32_S3[16] },
    IO17: { id: "D17", ...ESP32_S3[17] },
    IO18: { id: "D18", ...ESP32_S3[18] },
    IO19: { id: "D19", ...ESP32_S3[19] },
    IO20: { id: "D20", ...ESP32_S3[20] },
    IO21: { id: "D21", ...ESP32_S3[21] },
    IO35: { id: "D35", ...ESP32_S3[35] },
    IO36: { id: "D36", ...ESP32_S3[36] },
    IO37: { id: "D37", ...ESP32_S3[37] },
    IO38: { id: "D38", ...ESP32_S3[38], has: HAS.IO38 },
    IO39: { id: "D39", ...ESP32_S3[39] },
    IO40: { id: "D40", ...ESP32_S3[40], ...BEYOND },
    IO41: { id: "D41", ...ESP32_S3[41], ...BEYOND },
    IO42: { id: "D42", ...ESP32_S3[42], ...BEYOND },
    IO45: { id: "D45", ...ESP32_S3[45], ...BEYOND },
    IO46: { id: "D46", ...ESP32_S3[46], ...BEYOND },
    IO47: { id: "D47", ...ESP32_S3[47], ...BEYOND },
    IO48: { id: "D48", ...ESP32_S3[48], ...BEYOND, has: HAS.IO48 },
    TX: { id: "D43", ...ESP32_S3[43], ...BEYOND },
    RX: { id: "D44", ...ESP32_S3[44], ...BEYOND },
  },
} as const satisfies Board;
