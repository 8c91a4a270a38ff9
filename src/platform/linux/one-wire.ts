// The one-wire bus by the kernel's w1: it speaks to the parts itself, so what a driver says is taken as what
// it means. Of the function commands, those of thermometers are known: convert, read the scratchpad, and
// write the resolution in it (w1_therm).
import type { OneWireBus } from "../node/world.ts";
import type { Sysfs } from "./sysfs.ts";

const DEVICES = "sys/bus/w1/devices";
const MATCH_ROM = 0x55;
const SKIP_ROM = 0xcc;
const CONVERT = 0x44;
const READ_SCRATCHPAD = 0xbe;
const WRITE_SCRATCHPAD = 0x4e;
/** Behind that command: both alarms, which the kernel keeps as they are, and the configuration. */
const CONFIGURATION_AT = 3;
const LEAST_BITS = 9;
const ROM_BYTES = 8;

/** `master`: of the line, as "w1_bus_master1". */
export function kernelOneWire(sysfs: Sysfs, master: string): OneWireBus {
  let answer = "";
  /** Those that were there at the last reset. */
  let there: readonly string[] = [];
  const slaves = () =>
    (sysfs.read(`${DEVICES}/${master}/w1_master_slaves`) ?? "")
      .split("\n")
      .filter((name) => /^[0-9a-f]{2}-[0-9a-f]{12}$/.test(name));

  function write(bytes: string): void {
    const isMatched = bytes.charCodeAt(0) === MATCH_ROM;
    const at = isMatched ? 1 + ROM_BYTES : 1;
    const command = bytes.charCodeAt(at);
    const slave = isMatched ? slaveOf(bytes.slice(1, 1 + ROM_BYTES)) : there[0];
    if (!isMatched && bytes.charCodeAt(0) !== SKIP_ROM) return;
    // All parts convert at once, whoever was meant: what they measure then is read in turn.
    if (command === CONVERT) sysfs.write(`${DEVICES}/${master}/therm_bulk_read`, "trigger\n");
    if (command === WRITE_SCRATCHPAD)
      for (const device of isMatched ? [slave] : there)
        sysfs.write(
          `${DEVICES}/${device}/resolution`,
          `${bitsIn(bytes.charCodeAt(at + CONFIGURATION_AT))}\n`,
        );
    if (command === READ_SCRATCHPAD && slave !== undefined) answer = scratchpad(slave);
  }

  /** "50 05 4b 46 7f ff 0c 10 1c : crc=1c YES" of the first line. */
  function scratchpad(slave: string): string {
    const [first = ""] = (sysfs.read(`${DEVICES}/${slave}/w1_slave`) ?? "").split("\n");
    const [bytes = ""] = first.split(":");
    return bytes
      .trim()
      .split(/\s+/)
      .filter((byte) => /^[0-9a-f]{2}$/.test(byte))
      .map((byte) => String.fromCharCode(Number.parseInt(byte, 16)))
      .join("");
  }

  return {
    reset() {
      answer = "";
      there = slaves();
      return there.length > 0;
    },
    write,
    read(count) {
      // Before a command that has an answer the line is looked at: it reads as 0 while a conversion is under
      // way.
      if (answer === "") {
        const isBusy = sysfs.read(`${DEVICES}/${master}/therm_bulk_read`) === "-1";
        return (isBusy ? "\0" : "\xff").repeat(count);
      }
      const bytes = answer.slice(0, count).padEnd(count, "\xff");
      answer = answer.slice(count);
      return bytes;
    },
  };
}

/** Of a thermometer's configuration (DS18B20, figure 10). */
function bitsIn(configuration: number): number {
  return LEAST_BITS + ((configuration >> 5) & 3);
}

/** The kernel's name of a ROM code: family, and the serial number from its last byte on. */
function slaveOf(rom: string): string {
  const [family = "", ...serial] = [...rom].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, "0"));
  return `${family}-${serial.slice(0, 6).reverse().join("")}`;
}
