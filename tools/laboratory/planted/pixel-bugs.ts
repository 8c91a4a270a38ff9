// Bugs that strips of LEDs invite: colours in another order, LEDs that are left out, memory and pins that are not looked at.
import type { PlantedBug } from "./bugs.ts";

const WS2812 = "src/drivers/ws2812.ts";
const FRAMES = "test/drivers/ws2812.test.ts";
const PINS = "test/image/named-pins.test.ts";
const ESTIMATE = "test/image/strip-estimate.test.ts";

export const PIXEL_BUGS: readonly PlantedBug[] = [
  {
    name: "red and green change places",
    file: WS2812,
    original: "lightOf(greenOf(value)), lightOf(redOf(value))",
    planted: "lightOf(redOf(value)), lightOf(greenOf(value))",
    tests: FRAMES,
  },
  {
    name: "the last LED is left out",
    file: WS2812,
    original: "bytes, part.leds))",
    planted: "bytes, part.leds - 1))",
    tests: FRAMES,
  },
  {
    name: "half a level is half the light",
    file: WS2812,
    original: "Math.floor((level * level + 254) / 255)",
    planted: "level",
    tests: FRAMES,
  },
  {
    name: "the least level is darkness",
    file: WS2812,
    original: "(level * level + 254)",
    planted: "(level * level)",
    tests: FRAMES,
  },
  {
    name: "a strip shows nothing until the first command",
    file: WS2812,
    original: "  drive(part, value);\n}",
    planted: "}",
    tests: FRAMES,
  },
  {
    name: "a frame that was not sent is not said",
    file: WS2812,
    original: "if (!ports.sendPixels(part.pin, bytes, part.leds)) ports.log",
    planted: "if (!ports.sendPixels(part.pin, bytes, part.leds) && value < 0) ports.log",
    tests: FRAMES,
  },
  {
    name: "a strip may have any count of LEDs",
    file: WS2812,
    original: "most: MOST_LEDS",
    planted: "most: leds",
    tests: FRAMES,
  },
  {
    name: "the bytes are sent three times at most",
    file: "src/platform/node/wired-ports.ts",
    original: "bytes.repeat(times)",
    planted: "bytes.repeat(Math.min(3, times))",
    tests: "test/platform/node-pixels.test.ts",
  },
  {
    name: "a strip may be on any output",
    file: "tools/image/pixel-pins.ts",
    original: 'return kind === "pixels" ? pixels?.pins : undefined;',
    planted: 'return kind === "pixels" && pixels === undefined ? [] : undefined;',
    tests: PINS,
  },
  {
    name: "a strip takes no memory while it is sent",
    file: "tools/image/memory-estimate.ts",
    original: "Math.max(full, called, handshake) + sent;",
    planted: "Math.max(full, called, handshake);",
    tests: ESTIMATE,
  },
  {
    name: "of several strips the first counts",
    file: "tools/image/memory-estimate.ts",
    original: "Math.max(0, ...actuators.map(({ part: { leds = 0 } }) => leds * BYTES_OF_LED))",
    planted: "(actuators[0]?.part.leds ?? 0) * BYTES_OF_LED",
    tests: ESTIMATE,
  },
];
