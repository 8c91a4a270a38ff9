// The build's estimate of an Espruino device's memory, beside what the device holds in a real interpreter.
import { describe, expect, test, vi } from "vitest";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { heldVars } from "../../tools/laboratory/sizes/espruino.ts";
import { needs, SMALL_ESPRUINO } from "../needs.ts";

vi.setConfig({ testTimeout: 180_000 });

/** How far an estimate may be off at most, of what was counted. */
const TOLERANCE = 0.07;
/** The pool of an ESP8266. */
const SMALL = espruinoBinaries().find(({ jsVars }) => jsVars < 2048);

describe("the estimate of an Espruino device's JsVars", needs(SMALL_ESPRUINO), () => {
  test.each(["climate", "letter-box", "door-lock", "smoke-alarm", "power-meter"])(
    "the estimate is near to what %s holds when it is connected",
    async (firmware) => {
      const image = await keptImage({ firmware, board: "d1-mini-espruino" });
      const held = await heldVars(SMALL as NonNullable<typeof SMALL>, image.files[0].content.text);
      expect(image.held.unit).toBe("JsVars");
      expect(Math.abs(image.held.connected - held) / held).toBeLessThanOrEqual(TOLERANCE);
    },
  );
});
