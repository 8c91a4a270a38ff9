// NodeMCU DevKit (ESP8266) running NodeMCU. A pin is called as printed: D and the number that the firmware counts by.
import type { Board } from "./board.ts";
import { ESP8266, ESP8266_UART, NODEMCU_PIN_0, TOUT } from "./chips/esp8266.ts";
import { NODEMCU_JOURNAL } from "./chips/journal.ts";
import { ESP8266_POWER, NODEMCU_DEVKIT_ASLEEP_MA } from "./chips/power.ts";
import { NODEMCU_ESP8266_SLEEP } from "./chips/sleep.ts";

export default {
  name: "esp8266-nodemcu",
  title: "NodeMCU DevKit (ESP8266) running NodeMCU",
  chip: "esp8266",
  module: "ESP-12",
  target: "nodemcu",
  sources: [
    "NodeMCU firmware, app/modules/hx711.c: it keeps the pins of one part, and reads no pin 0",
    "NodeMCU firmware, branch dev, docs/modules/gpio.md, pwm.md and adc.md: pin numbers, what pin 0 cannot do",
    "NodeMCU firmware, branch release, app/driver/pwm.c and app/include/driver/pwm.h: six pins, one frequency, at most 1000 Hz",
    "NodeMCU firmware, branch release, docs/modules/uart.md and app/modules/softuart.c: which UARTs receive, and what is lost",
    "NodeMCU firmware, branch release, app/include/user_config.h: I2C_MASTER_OLD_VERSION, one bus of some 50 kHz",
    "NodeMCU firmware, branch release, docs/modules/spi.md and app/driver/spi.c: the pins of HSPI, and that all four are taken",
    "NodeMCU firmware, branch dev, docs/modules/ws2812.md and app/modules/ws2812.c: one strip, on GPIO2",
    "NodeMCU firmware, branch dev, docs/modules/rotary.md and app/include/driver/rotary.h: three channels",
    "NodeMCU team, NodeMCU DevKit V1.0 instruction and schematic: names on the headers, divider at A0",
    "NodeMCU firmware, branch dev, docs/lfs.md: free heap, a usual size of the file system",
    "NodeMCU firmware, branch dev, docs/modules/tls.md: heap that a handshake needs, 25 to 30 KB",
    "NodeMCU firmware, issues 1349, 1772 and 2522: free heap after boot",
    "Espressif, ESP8266EX Datasheet: pin definitions",
  ],
  // The documentation says typically 44 KB; users report 37 to 43 KB after boot, by the modules of their firmware.
  memory: { heapBytes: 44 * 1024 },
  // A file system of 1 MB. It can be set: node.getpartitiontable() tells its size on a board.
  flashBytes: 1024 * 1024,
  // What is estimated is for a Lua whose values take 16 bytes; here they take 12, so that 43.5 KB are some 39 KB. They are
  // needed for moments: at the start, and when a connection comes.
  budget: { flashBytes: 512 * 1024, held: 43.5 * 1024 },
  // In the middle of what the source says; what climate holds from the LFS, 10 KB, leaves some 30. From files no program does.
  tls: { handshakeBytes: 27 * 1024 },
  ring: { slots: 16, bytes: 2048 },
  packetBytes: 1024,
  // One send of at most a TCP segment is out at a time.
  linkBytes: 1400,
  // In software. What is above 1000 Hz becomes that.
  pwm: { hertz: { least: 1, most: 1000 }, pins: 6, oneFrequency: true },
  i2c: { because: "NodeMCU's software drives it at 50 kHz; take Espruino" },
  uart: ESP8266_UART,
  spi: { lines: { sck: "D5", miso: "D6", mosi: "D7" }, takes: ["D6", "D7", "D8"] },
  pixels: { pins: ["D4"] },
  turns: { parts: 3 },
  hx711: { parts: 1 },
  // The chip reads 1.0 V behind 220 kOhm and 100 kOhm.
  journal: NODEMCU_JOURNAL,
  sleep: NODEMCU_ESP8266_SLEEP,
  power: { ...ESP8266_POWER, asleepMa: NODEMCU_DEVKIT_ASLEEP_MA },
  analogMillivolts: 3200,
  headers: {
    left: [
      "A0",
      "RSV",
      "RSV",
      "D12",
      "D11",
      "SD1",
      "CMD",
      "SD0",
      "CLK",
      "GND",
      "3V3",
      "EN",
      "RST",
      "GND",
      "VIN",
    ],
    right: ["D0", "D1", "D2", "D3", "D4", "3V3", "GND", "D5", "D6", "D7", "D8", "D9", "D10", "GND", "3V3"],
  },
  pins: {
    D0: { ...NODEMCU_PIN_0, has: "a LED, on at low" },
    D1: { id: 1, ...ESP8266[5] },
    D2: { id: 2, ...ESP8266[4] },
    D3: { id: 3, ...ESP8266[0], has: "the FLASH button, low when pressed" },
    D4: { id: 4, ...ESP8266[2], has: "the module's LED, on at low" },
    D5: { id: 5, ...ESP8266[14] },
    D6: { id: 6, ...ESP8266[12] },
    D7: { id: 7, ...ESP8266[13] },
    D8: { id: 8, ...ESP8266[15] },
    D9: { id: 9, ...ESP8266[3] },
    D10: { id: 10, ...ESP8266[1] },
    D11: { id: 11, ...ESP8266[9] },
    D12: { id: 12, ...ESP8266[10] },
    A0: { id: 0, ...TOUT },
  },
} as const satisfies Board;
