// Packets that no broker may send are told apart alike on every engine.
import { expect, test } from "vitest";
import { builtEverywhere } from "../../../tools/laboratory/programs/engines.ts";
import { UNSOUND } from "./unsound-packets.ts";

test("each engine accepts and refuses the same packets as Node", async () => {
  const calls = UNSOUND.map(([, header, body]) => {
    const text = [...body].map((byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`).join("");
    return `emit("" + packetSoundness(${header}, given("${text}"), 0, ${body.length}));`;
  });
  const path = "../../../src/mqtt/version-5/packet-soundness.ts";
  const answers = await builtEverywhere(`import { packetSoundness } from "${path}";\n${calls.join("\n")}\n`);
  // What a program emits is shown in hexadecimal.
  const expected = UNSOUND.map(([, , , code]) => Buffer.from(`${code}`).toString("hex"));
  expect(Object.keys(answers).length).toBeGreaterThanOrEqual(3);
  for (const [engine, own] of Object.entries(answers)) expect(own, engine).toEqual(expected);
});
