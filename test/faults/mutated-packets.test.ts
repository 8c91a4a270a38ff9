// Packets that no broker sends, thousands of times in each version of MQTT: no exception, no hang, no
// growth, and a client that works afterwards. The whole count, a million on Node and a hundred thousand
// on each Lua, is the soak's.
import { describe, expect, test } from "vitest";
import { inLua } from "../../tools/laboratory/soak/mutation/in-lua.ts";
import { inNode } from "../../tools/laboratory/soak/mutation/in-node.ts";
import { BATCH, tortureBatch } from "../../tools/laboratory/soak/mutation/torture.ts";
import { IN_3_1_1, IN_5, IN_5_WITH_METHOD } from "../../tools/laboratory/soak/mutation/traffic.ts";
import { atGate } from "../everything.ts";

const ON_NODE = atGate(5_000, 20_000);
/** Whole batches: 500 packets. */
const ON_LUA = atGate(500, 1_000);
const FIRST_SEED = 1_000_000;

const seeds = (packets: number) => Array.from({ length: packets / BATCH }, (_, batch) => FIRST_SEED + batch);

describe.each([IN_3_1_1, IN_5, IN_5_WITH_METHOD])("$called", (traffic) => {
  test(`${ON_NODE} on Node`, () => {
    for (const seed of seeds(ON_NODE)) expect(() => tortureBatch(traffic, seed, [inNode])).not.toThrow();
  });

  describe.each(["5.1", "5.3"] as const)("in Lua %s", (version) => {
    test(`${ON_LUA} have the same outcome as on Node`, async () => {
      const lua = await inLua(version);
      for (const seed of seeds(ON_LUA))
        expect(() => tortureBatch(traffic, seed, [inNode, lua])).not.toThrow();
    });

    test(`${ON_LUA} against an image without QoS 2`, async () => {
      const lean = await inLua(version, true);
      for (const seed of seeds(ON_LUA)) expect(() => tortureBatch(traffic, seed, [lean])).not.toThrow();
    });
  });
});
