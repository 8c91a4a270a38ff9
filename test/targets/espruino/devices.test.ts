// Whole devices become scripts that Espruino's parser reads, and each line of them knows where it comes from.
import { expect, test } from "vitest";
import { emitScript } from "../../../tools/targets/espruino/emit.ts";
import { irOfDevice } from "../../compiler/ir-of.ts";

test.each(["climate", "lamp"])("%s", async (firmware) => {
  const [file, ...others] = await emitScript(await irOfDevice(firmware, "esp32-espruino"), firmware);
  expect(others).toEqual([]);
  expect(file?.name).toBe(`${firmware}.js`);
  const { text = "", origins = [] } = file?.content ?? {};
  expect(origins).toHaveLength(text.split("\n").length);
  const files = new Set(origins.flatMap((place) => place?.file ?? []));
  expect([...files]).toEqual(
    expect.arrayContaining(["src/mqtt/connection.ts", "src/platform/espruino/boot.ts"]),
  );
  expect(text).not.toMatch(/\?\./);
});
