// Bugs that colours invite: a brightness that is not applied, colours in another order, text that is read too kindly, white given twice.
import type { PlantedBug } from "./bugs.ts";

const COLOUR = "src/bytes/colour.ts";
const COLOURS = "test/bytes/colour.test.ts";
const LIGHTS = "test/device/run/actuators/color-light.test.ts";
const TOPICS = "src/device/run/actuators/brightness.ts";
const RGBW = "src/drivers/rgbw-light.ts";
const FOUR = "test/drivers/rgbw-light.test.ts";

export const COLOUR_BUGS: readonly PlantedBug[] = [
  {
    name: "a colour is as bright as ever",
    file: COLOUR,
    original: "Math.floor((level * brightness + 127) / MOST_LEVEL)",
    planted: "level",
    tests: COLOURS,
  },
  {
    name: "red and blue change places in a text",
    file: COLOUR,
    original: 'redOf(colour) + "," + greenOf(colour) + "," + blueOf(colour)',
    planted: 'blueOf(colour) + "," + greenOf(colour) + "," + redOf(colour)',
    tests: COLOURS,
  },
  {
    name: "a level above 255 is taken",
    file: COLOUR,
    original: "      if (level > MOST_LEVEL) return undefined;\n",
    planted: "",
    tests: COLOURS,
  },
  {
    name: "a colour without a level is taken",
    file: COLOUR,
    original: "if (level < 0 || commas === 2)",
    planted: "if (commas === 2)",
    tests: COLOURS,
  },
  {
    name: "another colour waits for another brightness",
    file: TOPICS,
    original: "  if (before !== 0 && light.value === before) drivePart(light);\n",
    planted: "",
    tests: LIGHTS,
  },
  {
    name: "a colour that is on is dark",
    file: COLOUR,
    original: "if (found > 0 || brightness === 0) return found;",
    planted: "if (found >= 0 || brightness === 0) return found;",
    tests: COLOURS,
  },
  {
    name: "a colour drops a brightness that waits",
    file: TOPICS,
    original: "levelOfOn(light)",
    planted: "light.level",
    tests: LIGHTS,
  },
  {
    name: "black is a colour",
    file: TOPICS,
    original: "if (colour === undefined || colour === 0)",
    planted: "if (colour === undefined)",
    tests: LIGHTS,
  },
  {
    name: "white is added to the colours",
    file: RGBW,
    original: "dutyOf(part, level) - dutyOf(part, white) + dutyOf(part, 0)",
    planted: "dutyOf(part, level)",
    tests: FOUR,
  },
  {
    name: "white takes of the numbers, not of the light",
    file: RGBW,
    original: "dutyOf(part, level) - dutyOf(part, white) + dutyOf(part, 0)",
    planted: "dutyOf(part, level - white)",
    tests: FOUR,
  },
  {
    name: "a common anode is forgotten where colours are shared",
    file: RGBW,
    original: " - dutyOf(part, white) + dutyOf(part, 0)",
    planted: " - dutyOf({ activeLow: false }, white)",
    tests: FOUR,
  },
  {
    name: "white does not ask for blue",
    file: RGBW,
    original: "Math.min(greenOf(colour), blueOf(colour))",
    planted: "greenOf(colour)",
    tests: FOUR,
  },
  {
    name: "white is left on when the light goes off",
    file: RGBW,
    original: "  ports.setDuty(part.white, dutyOf(part, white));",
    planted: "  if (white > 0) ports.setDuty(part.white, dutyOf(part, white));",
    tests: FOUR,
  },
  {
    name: "white is dark at the start",
    file: RGBW,
    original: "ports.startPwm(part.white, part.hertz, dutyOf(part, white));",
    planted: "ports.startPwm(part.white, part.hertz, dutyOf(part, 0));",
    tests: FOUR,
  },
  {
    name: "green shows the level of blue",
    file: RGBW,
    original: "ports.setDuty(part.green, dutyBeyond(part, greenOf(value), white));",
    planted: "ports.setDuty(part.green, dutyBeyond(part, blueOf(value), white));",
    tests: FOUR,
  },
  {
    name: "a trial asks for the first input alone",
    file: "tools/sim/trial-faults.ts",
    original: "const value = ask(input);",
    planted: "const value = ask(0);",
    tests: "test/sim/trial.test.ts",
  },
];
