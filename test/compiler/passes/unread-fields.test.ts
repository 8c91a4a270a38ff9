// A field that nobody reads is in no record; what its value does stays, and so does a name that is data.
import { expect, test } from "vitest";
import { fold } from "../../../tools/compiler/passes/fold.ts";
import { unreadFields } from "../../../tools/compiler/passes/unread-fields.ts";
import { changed, expectSame } from "./same.ts";

test("an unread field is removed from records and stores", () => {
  const made = changed(
    `interface Part { unit: string; count: number; pin: number; next?: Part }
     function copy(of: Part): Part { return { unit: of.unit, count: 0, pin: of.pin }; }
     const part = copy({ unit: "°C", count: 1, pin: given(2) });
     part.count += 1;
     if (part.pin > 1) part.count = 7;
     emit("" + part.pin);`,
    unreadFields,
    fold,
  );
  expect(made).not.toMatch(/unit|count/);
  expect(made).toContain("{ pin: of.pin }");
});

test("a removed field's value is still evaluated in order", () =>
  expectSame(
    `interface Part { a: string; b: string; c: string }
     let order = "";
     function note(text: string): string { order = order + text; return text; }
     function at(one: Part): Part { note("at"); return one; }
     const part: Part = { a: note("1"), b: note("2"), c: note("3") };
     at(part).a = note("4");
     emit(part.b + order);`,
    unreadFields,
    fold,
  ));

test("a field that is read by a text is kept", () => {
  const made = changed(
    `const names: Record<string, number> = given({ air: 1, heater: 2 } as Record<string, number>);
     const pins = { air: given(5), heater: 6 };
     function at(table: Record<string, number>, key: string): number { return table[key] as number; }
     emit("" + at(pins, given("heater")) + at(names, "air"));`,
    unreadFields,
  );
  expect(made).toContain("heater: 6");
});
