// Pins of a board that drive a strip of LEDs: where the firmware takes any output, what it
// cannot take is said of that pin.
import { expect, test } from "vitest";
import { type Board, wiringOf } from "../../boards/board.ts";
import esp32S3 from "../../boards/esp32-s3-espruino.ts";
import wemos from "../../boards/wemos-s3-mini-espruino.ts";
import xiao from "../../boards/xiao-esp32s3-espruino.ts";
import type { Ws2812 } from "../../src/drivers/ws2812.ts";
import { wiringFaults } from "../../tools/image/wiring/wiring-faults.ts";

const BOARDS: readonly Board[] = [esp32S3, wemos, xiao];

function faultOn(board: Board, pin: string): string | undefined {
  return wiringFaults([{ role: "strip", kind: "pixels" }], { board, roles: { strip: pin } })[0]?.sentence;
}

test.each(BOARDS.map((board) => [board.name, board] as const))(
  "any output of %s but GPIO0 drives a strip",
  (_, board) => {
    for (const [pin, { gpio }] of Object.entries(board.pins)) {
      const fault = faultOn(board, pin);
      if (gpio !== 0) expect(fault, pin).toBeUndefined();
      else
        expect(fault).toContain("because the next strip on another pin would end the program; these can: ");
    }
  },
);

test("the editor offers these pins for a strip", () => {
  const wire = wiringOf<{ strip: Ws2812 }>();
  wire(esp32S3, { strip: "IO1" });
  wire(wemos, { strip: "LED" });
  wire(xiao, { strip: "D10" });
  // @ts-expect-error Not GPIO0.
  wire(esp32S3, { strip: "IO0" });
  // @ts-expect-error Nor under another name.
  wire(xiao, { strip: "BOOT" });
});
