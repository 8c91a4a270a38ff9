// Seeed Studio XIAO ESP32S3 running Espruino, whose build for this chip is a beta. A pin is called as printed on the board; the console is on
// its USB port, which is the chip's own.
import type { Board } from "./board.ts";
import esp32S3Espruino from "./esp32-s3-espruino.ts";

const { IO0, IO1, IO2, IO3, IO4, IO5, IO6, IO7, IO8, IO9, IO21, RX, TX } = esp32S3Espruino.pins;

export default {
  ...esp32S3Espruino,
  name: "xiao-esp32s3-espruino",
  title: "XIAO ESP32S3 running Espruino (beta)",
  module: "ESP32-S3, 8 MB of flash",
  sources: [
    ...esp32S3Espruino.sources.filter((source) => !source.includes("DevKitC")),
    "TinyGo, XIAO ESP32S3: the GPIO behind each pin and the LED, 8 MB of flash",
    "Tasmota, template of the XIAO ESP32S3: the button on GPIO0, the LED on GPIO21",
  ],
  headers: {
    left: ["D0", "D1", "D2", "D3", "D4", "D5", "D6"],
    right: ["5V", "GND", "3V3", "D10", "D9", "D8", "D7", "LED", "BOOT"],
  },
  pins: {
    D0: IO1,
    D1: IO2,
    D2: IO3,
    D3: IO4,
    D4: IO5,
    D5: IO6,
    D6: TX,
    D7: RX,
    D8: IO7,
    D9: IO8,
    D10: IO9,
    LED: { ...IO21, has: "the LED" },
    BOOT: IO0,
  },
} as const satisfies Board;
