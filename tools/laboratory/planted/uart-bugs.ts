// Bugs that parts on a UART invite: a checksum that is not compared, a frame that is not all there, old bytes, bytes in another order.
import type { PlantedBug } from "./bugs.ts";

const PART = "src/drivers/uart-part.ts";
const MH_Z19 = "src/drivers/mh-z19.ts";
const CO2 = "test/drivers/mh-z19.test.ts";

export const UART_BUGS: readonly PlantedBug[] = [
  {
    name: "a frame that is cut is read",
    file: PART,
    original: 'if (frame.length < count) fault = "cut frame";\n    else ',
    planted: "",
    tests: CO2,
  },
  {
    name: "the checksum of a frame is not compared",
    file: PART,
    original: "else if (isSound(frame)) part.frame = frame;",
    planted: "else if (count > 0) part.frame = frame;",
    tests: CO2,
  },
  {
    name: "the oldest of several frames is taken",
    file: PART,
    original: "else if (isSound(frame)) part.frame = frame;",
    planted: "else if (isSound(frame)) part.frame = part.frame === '' ? frame : part.frame;",
    tests: CO2,
  },
  {
    name: "the frame of before is the answer of a part that is silent",
    file: PART,
    original: '  part.frame = "";\n  let at',
    planted: "  let at",
    tests: CO2,
  },
  {
    name: "what came before the question is its answer",
    file: MH_Z19,
    original: "  forgetHeard(part);\n",
    planted: "",
    tests: CO2,
  },
  {
    name: "the sum of an answer does not wrap",
    file: MH_Z19,
    original: "(sum & 255) === 0",
    planted: "sum === 256",
    tests: CO2,
  },
  {
    name: "the start of an answer is summed, too",
    file: MH_Z19,
    original: "for (let i = 1; i < FRAME_BYTES; i++)",
    planted: "for (let i = 0; i < FRAME_BYTES; i++)",
    tests: CO2,
  },
  {
    name: "a part that is cold has a reading",
    file: MH_Z19,
    original: '.startedAt) < part.warmUpMs) return "";',
    planted: '.startedAt) < 0) return "";',
    tests: CO2,
  },
  {
    name: "warming up begins again with each round of the clock",
    file: MH_Z19,
    original: "    part.warmUpMs = 0;\n",
    planted: "",
    tests: CO2,
  },
  {
    name: "a fault leaves the old CO2",
    file: MH_Z19,
    original: "  setReading(part.co2, undefined);\n",
    planted: "",
    tests: CO2,
  },
  {
    name: "more CO2 than a part can measure is a reading",
    file: MH_Z19,
    original: '  if (ppm > MOST_PPM) return "out of range";\n',
    planted: "",
    tests: CO2,
  },
];
