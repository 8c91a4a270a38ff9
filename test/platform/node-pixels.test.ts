// Strips of LEDs of a device in Node: each shows its own colour on all of its LEDs, and tells nobody of what
// is wrong with it.
import { expect, test } from "vitest";
import { colorLight } from "../../src/device/declare/actuators/light.ts";
import { device } from "../../src/device/declare/device.ts";
import { ws2812 } from "../../src/drivers/ws2812.ts";
import { startParts } from "../device/parts-in-world.ts";

function started() {
  const run = startParts(
    device({
      name: "shelves",
      actuators: [
        colorLight("upper", ws2812("top", 4)),
        colorLight("lower", ws2812("bottom", 2), { atStart: "off" }),
      ],
    }),
  );
  run.pass(10_000);
  return {
    ...run,
    command(topic: string, payload: string) {
      run.tell(`${topic}/set`, payload);
      run.pass(1000);
    },
  };
}

test("two LED strips each show their colour on every LED", () => {
  const { command, strip } = started();
  command("upper/color", "255,0,0");
  command("lower/color", "0,128,255");
  for (const name of ["upper", "lower"]) command(name, "on");
  expect(strip("top").lights()).toEqual([0xff0000, 0xff0000, 0xff0000, 0xff0000]);
  expect(strip("bottom").lights()).toEqual([0x0041ff, 0x0041ff]);
  command("upper", "off");
  expect(strip("top").lights()).toEqual([0, 0, 0, 0]);
  for (const role of ["top", "bottom"]) expect(strip(role).misuses()).toEqual([]);
});

test("a truncated frame is whole with the next colour", () => {
  const { command, strip, said } = started();
  command("upper/color", "255,0,0");
  command("upper", "on");
  strip("top").fault = "cut";
  command("upper/color", "0,0,255");
  expect(strip("top").lights()).toEqual([255, 255, 0xff0000, 0xff0000]);
  expect(said()).toContain("upper/color=0,0,255");
  strip("top").fault = "none";
  command("upper/color", "0,255,0");
  expect(strip("top").lights()).toEqual([0xff00, 0xff00, 0xff00, 0xff00]);
});

test("a strip that fails leaves the other unchanged", () => {
  const { command, strip, problem } = started();
  strip("top").fault = "unsent";
  command("upper/color", "255,0,0");
  command("lower/color", "0,0,255");
  for (const name of ["upper", "lower"]) command(name, "on");
  expect(strip("top").lights()).toEqual([0, 0, 0, 0]);
  expect(strip("bottom").lights()).toEqual([255, 255]);
  expect(problem()).toBe("none");
});
