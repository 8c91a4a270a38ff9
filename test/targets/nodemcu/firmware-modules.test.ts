// Modules of a firmware that is ordered from NodeMCU's builders: all that the image calls.
import { expect, test } from "vitest";
import { keptImage } from "../../../tools/image/keep/kept-image.ts";
import { readCatalogue } from "../../../tools/web/catalogue.ts";

/** NodeMCU's modules that some image of ringmote's calls, wherever it is stored. */
const CALLED =
  /(?<![\w.:"])(adc|bit|dht|file|gpio|hx711|i2c|ledc|net|node|ow|pwm|rotary|spi|time|tls|tmr|uart|wifi|ws2812)(?=[.\s;,)=])/g;

test.each([
  ["aquarium", "esp32-nodemcu"],
  ["greenhouse", "esp8266-nodemcu"],
])("%s on %s lists the modules that its image calls", async (firmware, board) => {
  const { firmware: offered } = await readCatalogue({ firmware: [firmware], boards: [board] });
  const { files } = await keptImage({ firmware, board });
  const texts = files.map(({ content }) => content.text.replace(/"(?:[^"\\]|\\.)*"/g, '""'));
  const called = new Set(texts.flatMap((text) => text.match(CALLED) ?? []));
  const named = offered[0]?.wirings[0]?.modules ?? [];
  expect([...called].sort().filter((name) => !named.includes(name))).toEqual([]);
  // What no part of the device asks for is not ordered; some devices do without bits.
  expect(named.filter((name) => !called.has(name) && name !== "bit")).toEqual([]);
});
