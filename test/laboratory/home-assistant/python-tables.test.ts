// The reader of Home Assistant's tables: it reads the forms that they have, and throws for others.
import { expect, test } from "vitest";
import {
  constantsOf,
  enumerationsOf,
  recordOf,
} from "../../../tools/laboratory/home-assistant/python-tables.ts";

const SOURCE = `
class Kind(StrEnum):
    """Words in between.

    Unit of measurement: none = "x"
    """

    WARM = "warm"

    COLD = "cold"


class Unit(StrEnum):
    MICRO = "\\u03bcg"
    GRAM = (
        "g"
    )

DEGREE: Final = "°"

UNITS: dict[Kind, set[str | None]] = {
    Kind.WARM: {Unit.GRAM, DEGREE, None},
    Kind.COLD: {
        *Unit,
        DEGREE,
    },
}
ALL = {
    Kind.WARM: set(Unit),
    Kind.COLD: set(),
}
ODD = {
    Kind.WARM: set(Unit) | {None},
}
`;

const read = (name: string, source = SOURCE) =>
  Object.fromEntries(recordOf(source, name, enumerationsOf(source), constantsOf(source)));

test("sets of members, constants, nothing and whole enumerations are read", () => {
  expect(read("UNITS")).toEqual({ warm: ["g", "°", ""], cold: ["\u03bcg", "g", "°"] });
  expect(read("ALL")).toEqual({ warm: ["\u03bcg", "g"], cold: [] });
});

test("what is written in another way is refused", () => {
  expect(() => read("ODD")).toThrow("ODD has 1 entries, of which 0 are read.");
  expect(() => read("NOWHERE")).toThrow("There is no record NOWHERE.");
  expect(() => read("UNITS", SOURCE.replace('DEGREE: Final = "°"', ""))).toThrow("Nothing is called DEGREE.");
  expect(() => read("UNITS", SOURCE.replace("*Unit", "*Units"))).toThrow("There is no enumeration Units.");
});
