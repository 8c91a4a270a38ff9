// The program of the bench that opens sealed commands: what is counted is that each is obeyed, and once.
import { expect, test } from "vitest";
import { CHIPS } from "../../tools/laboratory/bench/lua/hosted-climate.ts";
import { hostProgram, imageProgram } from "../../tools/laboratory/bench/lua/vm-cost.ts";
import {
  requireObeyed,
  sealedCommand,
  sealedProgram,
} from "../../tools/laboratory/bench/sealed/sealed-commands.ts";
import { SHA256_IN_LUA } from "../../tools/laboratory/bench/sealed/sealed-rows.ts";

test("the bench counts sealed commands that Lua obeys, each once", async () => {
  const image = imageProgram(await sealedProgram("nodemcu"));
  for (const chip of CHIPS) {
    const device = hostProgram(chip, { ...image, source: SHA256_IN_LUA, hasCrypto: true });
    for (const counter of [1, 2, 2, 1])
      device.evaluate(`openSealed(${JSON.stringify(sealedCommand(counter))})`);
    const delivered = Number(device.evaluate("return countDelivered()"));
    expect(() => requireObeyed(chip.lua, { delivered, count: 2 })).not.toThrow();
    expect(() => requireObeyed(chip.lua, { delivered, count: 4 })).toThrow(
      `${chip.lua} obeyed 2 of 4 sealed commands.`,
    );
    device.kill();
  }
}, 60_000);
