// The table that npm run check:rooms prints.
import type { IModule } from "dependency-cruiser";
import { expect, test } from "vitest";
import { arrowsOf } from "../../tools/laboratory/rooms/arrows.ts";

function modules(...imports: (readonly [from: string, to: string])[]): IModule[] {
  return imports.map(([source, resolved]) => ({ source, dependencies: [{ resolved }] }) as IModule);
}

test("a room stands behind those that it imports from", () => {
  const arrows = arrowsOf(
    modules(
      ["tools/cli/run/run.ts", "tools/sim/trial/trial.ts"],
      ["tools/sim/trial/trial.ts", "src/device/run/sensor.ts"],
      ["src/device/run/sensor.ts", "src/bytes/text.ts"],
      ["src/bytes/text.ts", "src/bytes/utf8.ts"],
    ),
  );
  expect([...arrows].map(([room, imported]) => [room, ...imported])).toEqual([
    ["src/bytes"],
    ["src/device/run", "src/bytes"],
    ["tools/sim", "src/device/run"],
    ["tools/cli", "tools/sim"],
  ]);
});

test("tests, the laboratory and faces have no arrows", () => {
  const arrows = arrowsOf(
    modules(
      ["test/sim/trial.test.ts", "tools/sim/trial/trial.ts"],
      ["tools/laboratory/soak/main.ts", "tools/sim/trial/trial.ts"],
      ["src/index.ts", "src/bytes/text.ts"],
    ),
  );
  expect(arrows.size).toBe(0);
});

test("rooms in a circle are an error that names them", () => {
  const circle = modules(
    ["tools/image/build.ts", "tools/targets/targets.ts"],
    ["tools/targets/targets.ts", "tools/image/image.ts"],
  );
  expect(() => arrowsOf(circle)).toThrow(
    "These rooms import from one another in a circle: tools/image, tools/targets.",
  );
});
