// The wiring of every firmware in the package: on each board, on pins that do no harm.
import { existsSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Board, type Wire, type Wiring, wire } from "../../boards/board.ts";
import esp32 from "../../boards/esp32-espruino.ts";

const FIRMWARE = new URL("../../firmware/", import.meta.url);
const BOARD_NAMES = readdirSync(new URL("../../boards/", import.meta.url))
  .filter((file) => file.endsWith(".ts") && file !== "board.ts")
  .map((file) => file.replace(/\.ts$/, ""));

const FIRMWARES = await Promise.all(
  readdirSync(FIRMWARE)
    .filter((name) => existsSync(new URL(`${name}/device.ts`, FIRMWARE)))
    .map(async (name) => {
      const module = (await import(new URL(`${name}/wiring.ts`, FIRMWARE).href)) as {
        default: Record<string, Wiring>;
      };
      return [name, module.default] as const;
    }),
);

function pinsOf(pin: Wire<string>): string[] {
  return typeof pin === "string" ? [pin] : [pin.sda, pin.scl];
}

describe.each(FIRMWARES)("%s", (_name, wiring) => {
  test("is wired on every board", () => {
    expect(Object.keys(wiring).sort()).toEqual([...BOARD_NAMES].sort());
  });

  describe.each(Object.entries(wiring))("on %s", (name, { board, roles }) => {
    const pins = Object.values(roles).flatMap(pinsOf);

    test("is wired to that board's pins", () => {
      expect(board.name).toBe(name);
    });

    test("uses each pin once", () => {
      expect(new Set(pins).size).toBe(pins.length);
    });

    test("uses only pins without traps that can be outputs", () => {
      for (const pin of pins) {
        const { trap, can } = (board as Board).pins[pin];
        expect(trap, pin).toBeUndefined();
        expect(can, pin).toContain("out");
      }
    });

    test("has the same roles as on the other boards", () => {
      expect(Object.keys(roles)).toEqual(Object.keys(Object.values(wiring)[0].roles));
    });
  });
});

test("a pin that the board has not is an error of type", () => {
  // @ts-expect-error: an ESP32 has no GPIO20.
  const { roles } = wire(esp32, { heater: "D20" });
  expect(roles).toEqual({ heater: "D20" });
});
