// The device language means the same on every engine: each program runs as written in Node and as built elsewhere.
import { describe, expect, test } from "vitest";
import { absentEngines, everywhere } from "./engines.ts";
import { PROGRAMS } from "./programs.ts";

const where = absentEngines.length === 0 ? "" : ` (absent here: ${absentEngines.join(", ")})`;

describe(`the device language on every engine${where}`, () => {
  test.each(PROGRAMS)("%s", async (_, text) => {
    const answers = await everywhere(text);
    expect(answers.source?.length).toBeGreaterThan(0);
    for (const [engine, lines] of Object.entries(answers))
      expect({ engine, lines }).toEqual({ engine, lines: answers.source });
  });

  test("text outside ASCII is the bytes of its UTF-8, however it is written", async () => {
    const answers = await everywhere(
      `emit("21 °C \\u00b0 \\u{20ac} \\ud83d\\ude00" + \`ü\` + given("\\xb0"));`,
    );
    const expected = Buffer.concat([Buffer.from("21 °C ° € 😀ü", "utf8"), Buffer.from([0xb0])]).toString(
      "hex",
    );
    for (const [engine, lines] of Object.entries(answers))
      expect({ engine, lines }).toEqual({ engine, lines: [expected] });
  });
});
