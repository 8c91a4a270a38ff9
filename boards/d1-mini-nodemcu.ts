// LOLIN (Wemos) D1 mini running NodeMCU. A pin is called as printed: D and the number that the firmware counts by.
import type { Board } from "./board.ts";
import { D1_MINI_ANALOG_MILLIVOLTS, D1_MINI_HAS, D1_MINI_HEADERS } from "./chips/d1-mini.ts";
import { ESP8266, NODEMCU_PIN_0, TOUT } from "./chips/esp8266.ts";
import { D1_MINI_ASLEEP_MA, ESP8266_POWER } from "./chips/power.ts";
import esp8266 from "./esp8266-nodemcu.ts";

export default {
  ...esp8266,
  name: "d1-mini-nodemcu",
  title: "LOLIN (Wemos) D1 mini running NodeMCU",
  module: "ESP-12",
  sources: [
    ...esp8266.sources.filter((source) => !source.includes("DevKit")),
    "LOLIN, D1 mini: 4 MB of flash, names of the pins, pull-ups, 3.2 V at the analog input",
  ],
  analogMillivolts: D1_MINI_ANALOG_MILLIVOLTS,
  power: { ...ESP8266_POWER, asleepMa: D1_MINI_ASLEEP_MA },
  headers: D1_MINI_HEADERS,
  pins: {
    D0: NODEMCU_PIN_0,
    D1: { id: 1, ...ESP8266[5] },
    D2: { id: 2, ...ESP8266[4] },
    D3: { id: 3, ...ESP8266[0], has: D1_MINI_HAS.D3 },
    D4: { id: 4, ...ESP8266[2], has: D1_MINI_HAS.D4 },
    D5: { id: 5, ...ESP8266[14] },
    D6: { id: 6, ...ESP8266[12] },
    D7: { id: 7, ...ESP8266[13] },
    D8: { id: 8, ...ESP8266[15], has: D1_MINI_HAS.D8 },
    RX: { id: 9, ...ESP8266[3] },
    TX: { id: 10, ...ESP8266[1] },
    A0: { id: 0, ...TOUT, has: D1_MINI_HAS.A0 },
  },
} as const satisfies Board;
