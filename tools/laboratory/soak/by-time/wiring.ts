// by-time on a board of each engine: a relay for each rule.
import { wire } from "ringmote/boards/board.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32NodeMcu from "ringmote/boards/esp32-nodemcu.ts";
import esp8266NodeMcu from "ringmote/boards/esp8266-nodemcu.ts";
import pi from "ringmote/boards/raspberry-pi-zero-2-w.ts";

export default {
  "esp8266-nodemcu": wire(esp8266NodeMcu, {
    weekday: "D1",
    early: "D2",
    woken: "D5",
    dusk: "D6",
    dawn: "D7",
    dark: "D0",
  }),
  "esp32-nodemcu": wire(esp32NodeMcu, {
    weekday: "IO16",
    early: "IO17",
    woken: "IO18",
    dusk: "IO19",
    dawn: "IO21",
    dark: "IO22",
  }),
  "esp32-espruino": wire(esp32Espruino, {
    weekday: "D16",
    early: "D17",
    woken: "D18",
    dusk: "D19",
    dawn: "D21",
    dark: "D22",
  }),
  "raspberry-pi-zero-2-w": wire(pi, {
    weekday: "GPIO17",
    early: "GPIO27",
    woken: "GPIO22",
    dusk: "GPIO23",
    dawn: "GPIO24",
    dark: "GPIO25",
  }),
};
