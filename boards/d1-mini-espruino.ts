// LOLIN (Wemos) D1 mini running Espruino. A pin is called as printed; the firmware calls it D and its GPIO number.
import type { Board } from "./board.ts";
import { D1_MINI_ANALOG_MILLIVOLTS, D1_MINI_HAS, D1_MINI_HEADERS } from "./chips/d1-mini.ts";
import { ESP8266, TOUT } from "./chips/esp8266.ts";
import { D1_MINI_ASLEEP_MA, ESP8266_POWER } from "./chips/power.ts";
import esp8266 from "./esp8266-espruino.ts";

export default {
  ...esp8266,
  name: "d1-mini-espruino",
  title: "LOLIN (Wemos) D1 mini running Espruino",
  module: "ESP-12",
  sources: [
    ...esp8266.sources,
    "LOLIN, D1 mini: 4 MB of flash, names of the pins, pull-ups, 3.2 V at the analog input",
  ],
  pixels: { pins: ["D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "RX", "TX"] },
  analogMillivolts: D1_MINI_ANALOG_MILLIVOLTS,
  power: { ...ESP8266_POWER, asleepMa: D1_MINI_ASLEEP_MA },
  headers: D1_MINI_HEADERS,
  pins: {
    D0: { id: "D16", ...ESP8266[16] },
    D1: { id: "D5", ...ESP8266[5] },
    D2: { id: "D4", ...ESP8266[4] },
    D3: { id: "D0", ...ESP8266[0], has: D1_MINI_HAS.D3 },
    D4: { id: "D2", ...ESP8266[2], has: D1_MINI_HAS.D4 },
    D5: { id: "D14", ...ESP8266[14] },
    D6: { id: "D12", ...ESP8266[12] },
    D7: { id: "D13", ...ESP8266[13] },
    D8: { id: "D15", ...ESP8266[15], has: D1_MINI_HAS.D8 },
    RX: { id: "D3", ...ESP8266[3] },
    TX: { id: "D1", ...ESP8266[1] },
    A0: { id: "A0", ...TOUT, has: D1_MINI_HAS.A0 },
  },
} as const satisfies Board;
