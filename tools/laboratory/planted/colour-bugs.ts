// Bugs that colours invite: a brightness that is not applied, colours in another order, text that is read too kindly.
import type { PlantedBug } from "./bugs.ts";

const COLOUR = "src/bytes/colour.ts";
const COLOURS = "test/bytes/colour.test.ts";
const LIGHTS = "test/device/run/actuators/color-light.test.ts";
const TOPICS = "src/device/run/actuators/brightness.ts";

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
];
