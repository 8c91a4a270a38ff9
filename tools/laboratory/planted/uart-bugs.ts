// Bugs that parts on a UART invite, whichever they are: an old frame, a pin that is missing.
import type { PlantedBug } from "./bugs.ts";

const PART = "src/drivers/uart-part.ts";
const CO2 = "test/drivers/mh-z19.test.ts";
const REGISTERS = "test/drivers/modbus-rtu.test.ts";

export const UART_BUGS: readonly PlantedBug[] = [
  {
    name: "a board that takes a pin for tx lets a wiring leave it out",
    file: "tools/image/named-pins.ts",
    original: "isSpare !== true || because !== undefined",
    planted: "isSpare !== true",
    tests: "test/image/named-pins.test.ts",
  },
  {
    name: "a part that has to be asked may be without a tx",
    file: "tools/image/named-pins.ts",
    original: '"sparePin" in part && part.sparePin === name',
    planted: 'name === "tx"',
    tests: "test/image/named-pins.test.ts",
  },
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
    name: "the checksum forgets whether the ones are odd",
    file: PART,
    original: " ^ (ones * 0xc001)",
    planted: "",
    tests: REGISTERS,
  },
];
