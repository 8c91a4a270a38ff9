// Bugs of an image of NodeMCU's LFS: the chip would refuse it, or would run something else from it.
import { type PlantedBug, testsOf } from "./bug.ts";

const choice = testsOf("flash/nodemcu/lfs");
const image = testsOf("build/lfs/lfs-image");
const lua51 = image("for Lua 5.1 an image has every module of climate under its name, without debug data");

function inWriter(trap: string, file: string, right: string, wrong: string): PlantedBug {
  return { trap, file: `tools/build/nodemcu/lfs/${file}.ts`, right, wrong, caughtBy: lua51 };
}

export const LFS: readonly PlantedBug[] = [
  inWriter(
    "a string is not found, because its hash is another one than the chip counts",
    "string-hash",
    "(hash >>> 2)",
    "(hash >> 2)",
  ),
  inWriter(
    "an address is not moved to where the image lies",
    "image-words",
    "      addresses.add(at);",
    "      if (at % 97 !== 0) addresses.add(at);",
  ),
  inWriter(
    "a file looks further back than the chip keeps, which finds that out when it has read half of it",
    "lfs-image",
    "WINDOW_BITS = 14",
    "WINDOW_BITS = 15",
  ),
  inWriter("an image says that it is for integers", "image-51", "0xfafaa154", "0xfafaa152"),
  {
    trap: "somebody else's modules are written over",
    file: "tools/flash/nodemcu/lfs-choice.ts",
    right: "found.some(isLfsName)",
    wrong: "found.some(() => true)",
    caughtBy: choice("that holds somebody else's modules keeps them, unless the user says otherwise"),
  },
  {
    trap: "code that fits from the LFS only goes into files",
    file: "tools/flash/nodemcu/lfs-choice.ts",
    right: "|| image.needsLfs === true;",
    wrong: ";",
    caughtBy: choice("is not touched where it has to be the LFS"),
  },
];
