// A whole device becomes a script that Espruino's parser reads, and each line of it knows where it comes from.
import { expect, test } from "vitest";
import { emitScript } from "../../../tools/targets/espruino/emit.ts";
import { irOfDevice } from "../../compiler/ir-of.ts";

test("each line of a device's script maps to its source line", async () => {
  const [file, ...others] = await emitScript(await irOfDevice("climate", "esp32-espruino"), "climate");
  expect(others).toEqual([]);
  expect(file?.name).toBe("climate.js");
  const { text = "", origins = [] } = file?.content ?? {};
  expect(origins).toHaveLength(text.split("\n").length);
  const files = new Set(origins.flatMap((place) => place?.file ?? []));
  expect([...files]).toEqual(
    expect.arrayContaining(["src/mqtt/connection.ts", "src/platform/espruino/boot.ts"]),
  );
  expect(text).not.toMatch(/\?\./);
});
