// Bugs that Modbus invites: another server, a missed sign, words in the wrong order, a float32 by whole numbers.
import type { PlantedBug } from "./bugs.ts";

const MODBUS = "src/drivers/modbus-rtu.ts";
const FLOAT = "src/drivers/float32.ts";
const REGISTERS = "test/drivers/modbus-rtu.test.ts";
const FLOATS = "test/drivers/float32.test.ts";

export const MODBUS_BUGS: readonly PlantedBug[] = [
  {
    name: "the checksum of a Modbus frame is not compared",
    file: MODBUS,
    original: "part.tries >= 0 && crc16(frame, FROM) === 0;",
    planted: 'part.tries >= 0 && frame !== "";',
    tests: REGISTERS,
  },
  {
    name: "noise is given a checksum at each byte",
    file: MODBUS,
    original: "  part.tries -= 1;\n",
    planted: "",
    tests: REGISTERS,
  },
  {
    name: "a question that an adapter gives back is taken for noise",
    file: MODBUS,
    original: "heard = heard.substring(QUESTION_BYTES);",
    planted: "heard = heard.substring(0);",
    tests: REGISTERS,
  },
  {
    name: "the bytes of a question's checksum are exchanged",
    file: MODBUS,
    original: "String.fromCharCode(sum & 255, sum >> 8)",
    planted: "String.fromCharCode(sum >> 8, sum & 255)",
    tests: REGISTERS,
  },
  {
    name: "a register below zero is above it",
    file: MODBUS,
    original: "word < 0x8000 ? word : word - 0x10000",
    planted: "word",
    tests: REGISTERS,
  },
  {
    name: "two registers below zero are above it",
    file: MODBUS,
    original: "(high - 0xffff) * 0x10000 + (low - 0x10000)",
    planted: "(0xffff - high) * 0x10000 + (0x10000 - low)",
    tests: REGISTERS,
  },
  {
    name: "more than 31 bits are below zero",
    file: MODBUS,
    original: 'kind === "uint32" || ',
    planted: "",
    tests: REGISTERS,
  },
  {
    name: "the low word is always the second",
    file: MODBUS,
    original: "const low = part.lowWordFirst ? word : next;",
    planted: "const low = next;",
    tests: REGISTERS,
  },
  {
    name: "the last register of a block is not asked for",
    file: MODBUS,
    original: "? number : number + 1;",
    planted: "? number : number;",
    tests: REGISTERS,
  },
  {
    name: "a block begins with the register that is named first",
    file: MODBUS,
    original: "Math.min(part.first, number)",
    planted: "part.first",
    tests: REGISTERS,
  },
  {
    name: "a refusal is noise",
    file: MODBUS,
    original: 'if (findFrameIn(part, heard, refused, AROUND_DATA, (frame) => isSound(part, frame)) === "")',
    planted: 'if (heard === "")',
    tests: REGISTERS,
  },
  {
    name: "another server's answer is noise",
    file: MODBUS,
    original: '? "wrong count" : "wrong address"',
    planted: '? "wrong count" : fault',
    tests: REGISTERS,
  },
  {
    name: "an answer of another length is noise",
    file: MODBUS,
    original: '? "wrong count" : "wrong address"',
    planted: '? fault : "wrong address"',
    tests: REGISTERS,
  },
  {
    name: "the wait does not know the rate",
    file: MODBUS,
    original: "* 10000) / part.baud",
    planted: "* 10000) / 9600",
    tests: REGISTERS,
  },
  {
    name: "a fault leaves the old register",
    file: MODBUS,
    original: "  for (const register of part.registers) setReading(register, undefined);\n",
    planted: "",
    tests: REGISTERS,
  },
  {
    name: "an answer of before is the meter's",
    file: MODBUS,
    original: "  forgetHeard(part);\n",
    planted: "",
    tests: REGISTERS,
  },
  {
    name: "a float below zero is above it",
    file: FLOAT,
    original: "high < 0x8000 ? value : 0 - value",
    planted: "value",
    tests: FLOATS,
  },
  {
    name: "a float is cut off, not rounded to its decimals",
    file: FLOAT,
    original: "  if (rest * 2 > mask) value += 1;\n",
    planted: "",
    tests: FLOATS,
  },
  {
    name: "a float lacks its hidden bit",
    file: FLOAT,
    original: " + 0x80) * 0x10000",
    planted: " + 0) * 0x10000",
    tests: FLOATS,
  },
  {
    name: "a float that is too wide wraps",
    file: FLOAT,
    original: "    if (value > 214748363) return undefined;\n",
    planted: "",
    tests: FLOATS,
  },
  {
    name: "no number is a number",
    file: FLOAT,
    original: "  if (behind < -7) return undefined;\n",
    planted: "",
    tests: FLOATS,
  },
  {
    name: "a small float is a hundred times as much",
    file: FLOAT,
    original: "  if (behind > 50) return 0;\n",
    planted: "",
    tests: FLOATS,
  },
];
