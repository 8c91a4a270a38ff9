// The wiring of every firmware in the package: on boards of each target, on pins that do what it needs and no harm.
import { describe, expect, test } from "vitest";
import { type Wiring, wire } from "../../boards/board.ts";
import esp32 from "../../boards/esp32-espruino.ts";
import { boardNames, firmwareNames, readFirmware } from "../../tools/image/firmware/firmware.ts";
import { analogFaults } from "../../tools/image/wiring/analog-faults.ts";
import { pinsOf } from "../../tools/image/wiring/named-pins.ts";
import { pwmFaults } from "../../tools/image/wiring/pwm-faults.ts";
import { trapWarnings } from "../../tools/image/wiring/traps.ts";
import { neededRoles, wiredRoles } from "../../tools/image/wiring/wiring.ts";

const FIRMWARES = await Promise.all(
  firmwareNames().map(async (name) => [name, await readFirmware(name)] as const),
);

/** Is there a pin without a trap, and without a role, that can do what this one can? */
function hasBetter(pin: string, { board, roles }: Wiring): boolean {
  const used = Object.values(roles).flatMap(pinsOf);
  return Object.entries(board.pins).some(
    ([name, { trap, can }]) =>
      trap === undefined &&
      !used.includes(name) &&
      board.pins[pin].can.every((ability) => can.includes(ability)),
  );
}

describe.each(FIRMWARES)("%s", (_name, { declaration, wiring }) => {
  const needed = neededRoles(declaration);

  test.each(["espruino", "nodemcu"])("a firmware is wired on a board for %s", (target) => {
    const boards = Object.values(wiring).filter(({ board }) => board.target === target);
    expect(boards.length).toBeGreaterThanOrEqual(1);
  });

  describe.each(Object.entries(wiring))("on %s", (name, wired) => {
    test("a firmware is wired to that board, which there is", () => {
      expect(wired.board.name).toBe(name);
      expect(boardNames()).toContain(name);
    });

    test("each role sits on a pin that can serve it", async () => {
      expect(Object.keys(await wiredRoles(needed, wired, name)).sort()).toEqual(
        needed.map(({ role }) => role).sort(),
      );
    });

    test("a firmware gives each analog pin no more than the board takes", () => {
      expect(analogFaults(declaration, wired.board)).toEqual([]);
    });

    test("a firmware drives by PWM what the board can, at frequencies that it makes", async () => {
      expect(await pwmFaults(declaration, wired.board)).toEqual([]);
    });

    test("a role uses a trap pin only when it needs to", () => {
      const avoidable = trapWarnings(needed, wired).filter(
        ({ pin }) => wired.board.pins[pin].has === undefined && hasBetter(pin, wired),
      );
      expect(avoidable).toEqual([]);
    });
  });
});

test("a pin that the board lacks is a type error", () => {
  // @ts-expect-error: an ESP32 has no GPIO20.
  const { roles } = wire(esp32, { heater: "D20" });
  expect(roles).toEqual({ heater: "D20" });
});
