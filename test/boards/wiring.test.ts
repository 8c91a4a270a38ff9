// The wiring of every firmware in the package: on boards of each target, on pins that do what it needs and no harm.
import { describe, expect, test } from "vitest";
import { wire } from "../../boards/board.ts";
import esp32 from "../../boards/esp32-espruino.ts";
import { boardNames, firmwareNames, readFirmware } from "../../tools/build/firmware.ts";
import { trapWarnings } from "../../tools/build/traps.ts";
import { neededRoles, wiredRoles } from "../../tools/build/wiring.ts";

const FIRMWARES = await Promise.all(
  firmwareNames().map(async (name) => [name, await readFirmware(name)] as const),
);

describe.each(FIRMWARES)("%s", (_name, { declaration, wiring }) => {
  const needed = neededRoles(declaration);

  test.each(["espruino", "nodemcu"])("is wired on at least two boards for %s", (target) => {
    const boards = Object.values(wiring).filter(({ board }) => board.target === target);
    expect(boards.length).toBeGreaterThanOrEqual(2);
  });

  describe.each(Object.entries(wiring))("on %s", (name, wired) => {
    test("is wired to that board, which there is", () => {
      expect(wired.board.name).toBe(name);
      expect(boardNames()).toContain(name);
    });

    test("has each of its roles on pins that can do what the role needs", () => {
      expect(Object.keys(wiredRoles(needed, wired, name)).sort()).toEqual(
        needed.map(({ role }) => role).sort(),
      );
    });

    test("uses pins without traps, apart from those that the board itself has something on", () => {
      const bare = trapWarnings(needed, wired).filter(({ pin }) => wired.board.pins[pin].has === undefined);
      expect(bare).toEqual([]);
    });
  });
});

test("a pin that the board has not is an error of type", () => {
  // @ts-expect-error: an ESP32 has no GPIO20.
  const { roles } = wire(esp32, { heater: "D20" });
  expect(roles).toEqual({ heater: "D20" });
});
