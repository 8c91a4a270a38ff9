// The interpreter ends what does not end, and a whole device is read into a well-formed program.
import { describe, expect, test } from "vitest";
import { interpret } from "../../tools/compiler/interpret/interpreter.ts";
import { requireWellFormed } from "../../tools/compiler/ir/check.ts";
import { irOf, irOfDevice } from "./ir-of.ts";

test("an endless program is reported with its line", () => {
  expect(() => interpret(irOf("let n = 1;\nwhile (n > 0) n = n + 1;"), {})).toThrow(
    /The program does not end \(test\/image\/fixtures\/case\.ts:2\)/,
  );
});

describe("a whole device", () => {
  test.each(["esp32-espruino", "esp32-nodemcu", "esp8266-nodemcu"])(
    "climate with its platform becomes a well-formed program for %s",
    async (board) => {
      const program = await irOfDevice("climate", board);
      requireWellFormed(program);
      expect([...program.functions.keys()].map(({ name }) => name)).toEqual(
        expect.arrayContaining(["boot", "createRing", "decode", "publish"]),
      );
    },
  );

  test("interfaces of the same records share one field", async () => {
    const program = await irOfDevice("climate", "esp32-nodemcu");
    const used = new Set(
      [...program.functions.values()]
        .flatMap(({ body }) => body)
        .flatMap((statement) => (statement.kind === "assign" ? [statement.target] : [])),
    );
    const fields = [...used].flatMap((target) => (target.kind === "field" ? [target.field] : []));
    const named = (name: string) => new Set(fields.filter((field) => field.name === name)).size;
    expect([named("put"), named("sent"), named("instant")]).toEqual([1, 1, 1]);
  });
});
