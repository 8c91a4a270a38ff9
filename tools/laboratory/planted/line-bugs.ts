// Bugs that lines of one pin, and records, invite: a missed checksum, a wrong sign, a count that wraps, a bounce, half of a record.
import type { PlantedBug } from "./bugs.ts";

const DS18B20 = "src/drivers/ds18b20.ts";
const THERMOMETERS = "test/drivers/ds18b20.test.ts";
const PULSES = "src/drivers/pulse-meter.ts";
const METERS = "test/drivers/pulse-meter.test.ts";
const DRIVEN = "test/drivers/driven-parts.test.ts";
const CONTACT = "src/drivers/contact.ts";
const CONTACTS = "test/drivers/contacts.test.ts";
const RECORDS = "src/platform/linux/records.ts";
const DISK = "test/platform/linux/records.test.ts";

export const LINE_BUGS: readonly PlantedBug[] = [
  {
    name: "a DS18B20's checksum is not looked at",
    file: DS18B20,
    original: " || checksum(bytes) !== 0",
    planted: "",
    tests: THERMOMETERS,
  },
  {
    name: "of several thermometers on a line all answer",
    file: DS18B20,
    original: "part.address + command",
    planted: "SKIP_ROM + command",
    tests: THERMOMETERS,
  },
  {
    name: "a one-wire line without a part is read all the same",
    file: DS18B20,
    original: "if (!ports.resetOneWire(part.pin)) return false;",
    planted: "ports.resetOneWire(part.pin);",
    tests: THERMOMETERS,
  },
  {
    name: "a count of pulses that wraps is a rate below zero",
    file: PULSES,
    original: "elapsed(count, part.firstCount)",
    planted: "count - part.firstCount",
    tests: METERS,
  },
  {
    name: "the first pulse of a meter has a rate",
    file: PULSES,
    original: "if (!isFirst) setReading(part.rate,",
    planted: "setReading(part.rate,",
    tests: METERS,
  },
  {
    name: "a meter without pulses goes on as before",
    file: PULSES,
    original:
      "else if (last !== undefined) setReading(part.rate, Math.min(last, hourly(1, wait, part.perUnit)));",
    planted: "",
    tests: METERS,
  },
  {
    name: "a light that shines while its pin is low is inverted",
    file: "src/drivers/pwm-light.ts",
    original: "part.activeLow ? FULL_DUTY - duty : duty",
    planted: "duty",
    tests: DRIVEN,
  },
  {
    name: "the least brightness is dark",
    file: "src/drivers/pwm-light.ts",
    original: " + 65024)",
    planted: ")",
    tests: DRIVEN,
  },
  {
    name: "a servo goes the wrong way",
    file: "src/drivers/servo.ts",
    original: "part.leastUs * (DEGREES - degrees) + part.mostUs * degrees",
    planted: "part.mostUs * (DEGREES - degrees) + part.leastUs * degrees",
    tests: DRIVEN,
  },
  {
    name: "a contact's bounce counts",
    file: CONTACT,
    original: "return part.settleMs;",
    planted: "return 0;",
    tests: CONTACTS,
  },
  {
    name: "a contact is not watched",
    file: CONTACT,
    original: "ports.watchPin(part.pin);",
    planted: "",
    tests: CONTACTS,
  },
  {
    name: "a record is overwritten in its place",
    file: RECORDS,
    original: "renameSync(path + UNFINISHED, path);",
    planted: "",
    tests: DISK,
  },
  {
    name: "a record that the disk refuses counts as kept",
    file: RECORDS,
    original: "      return this;\n",
    planted: "",
    tests: DISK,
  },
];
