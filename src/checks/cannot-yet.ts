// Features that people look for in ringmote and that it does not have yet. A refusal names the heading of
// docs/cannot-yet.md that says what to do instead.

interface Limit {
  /** The anchor of its heading on the page. */
  heading: string;
  /** "ringmote has no ... yet". */
  lacks: string;
  /** Words by which people look for it, in lower case: a name with one of them means it. */
  words: readonly string[];
}

export const LIMITS: readonly Limit[] = [
  {
    heading: "dates",
    lacks: "rules by the date",
    words: ["date", "cron", "intl"],
  },
  { heading: "colour", lacks: "colours but red, green and blue", words: ["rgbww", "rgbcct", "hsv"] },
  {
    heading: "text-to-a-part",
    lacks: "display but the SSD1306",
    words: ["screen", "oled", "lcd", "epaper", "sh1106", "graphics", "text"],
  },
  {
    heading: "updates-of-the-smallest-boards",
    lacks: "update over the air",
    words: ["ota", "update", "upgrade"],
  },
  {
    heading: "a-page-of-the-device",
    lacks: "set-up by Bluetooth, WPS or Improv",
    words: ["improv", "wps", "bluetooth", "ble"],
  },
  {
    heading: "spi-and-modbus",
    lacks: "all of SPI and Modbus",
    words: ["spi", "rs485", "modbus", "max31865", "sds011", "sml"],
  },
  {
    heading: "exact-times-and-pixels",
    lacks: "exact times or colours of single pixels",
    words: ["dht11", "dht12", "infrared", "pixel", "pixels", "a4988"],
  },
  { heading: "touch-pins-and-dac", lacks: "touch pins or a DAC", words: ["touch", "touchpad", "dac"] },
  { heading: "mqtt-5", lacks: "all of MQTT 5.0", words: ["alias", "expiry", "correlation", "mqtt5"] },
  {
    heading: "mqtt-5",
    lacks: "enhanced authentication of devices",
    words: ["authentication", "authenticate", "auth", "scram"],
  },
  {
    heading: "a-static-address",
    lacks: "static address on every board",
    words: ["dhcp", "ip", "gateway", "netmask", "subnet"],
  },
  { heading: "websocket", lacks: "MQTT over WebSocket", words: ["ws", "wss", "websocket"] },
  { heading: "tls", lacks: "TLS on every board", words: ["tls", "ssl", "https"] },
];

/**
 * Where `name` was not found, and stands for what ringmote cannot do yet: a sentence that says where to read
 * what to do instead, after a blank. Else "".
 */
export function cannotYet(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[^a-z\d]+/);
  const limit = LIMITS.find(({ words: ofLimit }) => ofLimit.some((word) => words.includes(word)));
  return limit === undefined
    ? ""
    : ` ringmote has no ${limit.lacks} yet: docs/cannot-yet.md#${limit.heading} has what to do instead.`;
}
