// ESP32-DevKitC V4 running NodeMCU. A pin is called as in Espressif's table of the board's headers; the firmware
// counts by GPIO numbers.
import type { Board } from "./board.ts";
import { ESP32 } from "./chips/esp32.ts";

export default {
  name: "esp32-nodemcu",
  title: "ESP32-DevKitC running NodeMCU",
  chip: "esp32",
  target: "nodemcu",
  sources: [
    "NodeMCU firmware, branch dev-esp32, docs/modules/gpio.md, adc.md and ledc.md: what the pins can do",
    "NodeMCU firmware, branch dev-esp32, components/platform/partitions.csv: size of the file system",
    "NodeMCU firmware, branch dev-esp32, components/modules/net.c: no TLS",
    "Espressif, ESP32-DevKitC V4 Getting Started Guide: names on the headers",
    "Espressif, ESP32 Series Datasheet: pin list, strapping pins",
  ],
  // No source says how much heap is free after boot.
  memory: {},
  flashBytes: 0x70000,
  // Modest for a chip with 520 KB of RAM, and what an ESP8266 has not.
  budget: { flashBytes: 0x38000, held: 64 * 1024 },
  tls: false,
  ring: { slots: 16, bytes: 8192 },
  packetBytes: 4096,
  // One send of at most a TCP segment is out at a time.
  linkBytes: 1400,
  pins: {
    IO0: { id: 0, ...ESP32[0] },
    TX: { id: 1, ...ESP32[1] },
    IO2: { id: 2, ...ESP32[2] },
    RX: { id: 3, ...ESP32[3] },
    IO4: { id: 4, ...ESP32[4] },
    IO5: { id: 5, ...ESP32[5] },
    CLK: { id: 6, ...ESP32[6] },
    D0: { id: 7, ...ESP32[7] },
    D1: { id: 8, ...ESP32[8] },
    D2: { id: 9, ...ESP32[9] },
    D3: { id: 10, ...ESP32[10] },
    CMD: { id: 11, ...ESP32[11] },
    IO12: { id: 12, ...ESP32[12] },
    IO13: { id: 13, ...ESP32[13] },
    IO14: { id: 14, ...ESP32[14] },
    IO15: { id: 15, ...ESP32[15] },
    IO16: { id: 16, ...ESP32[16] },
    IO17: { id: 17, ...ESP32[17] },
    IO18: { id: 18, ...ESP32[18] },
    IO19: { id: 19, ...ESP32[19] },
    IO21: { id: 21, ...ESP32[21] },
    IO22: { id: 22, ...ESP32[22] },
    IO23: { id: 23, ...ESP32[23] },
    IO25: { id: 25, ...ESP32[25] },
    IO26: { id: 26, ...ESP32[26] },
    IO27: { id: 27, ...ESP32[27] },
    IO32: { id: 32, ...ESP32[32] },
    IO33: { id: 33, ...ESP32[33] },
    IO34: { id: 34, ...ESP32[34] },
    IO35: { id: 35, ...ESP32[35] },
    IO36: { id: 36, ...ESP32[36] },
    IO39: { id: 39, ...ESP32[39] },
  },
} as const satisfies Board;
