// The proof of mutated packets: on Node alone, and on each Lua beside Node.
import type { Proof } from "../proof.ts";
import { inLua } from "./in-lua.ts";
import { inNode } from "./in-node.ts";
import type { Tortured } from "./steps.ts";
import { BATCH, tortureBatch } from "./torture.ts";

/** Batches of a portion: some seconds on each engine. */
const BATCHES = { node: 250, lua: 30 };

const started = new Map<string, Promise<Tortured>>();

function lua(version: "5.1" | "5.3", isLean: boolean): Promise<Tortured> {
  const name = `${version} ${isLean}`;
  const engine = started.get(name) ?? inLua(version, isLean);
  started.set(name, engine);
  return engine;
}

/** Tries so many batches, with the seeds from this one on. */
function batches(seed: number, count: number, engines: readonly Tortured[]): void {
  for (let batch = 0; batch < count; batch += 1) tortureBatch(seed + batch, engines);
}

export const mutatedOnNode: Proof = {
  name: "mutated-node",
  async portion(seed) {
    batches(seed, BATCHES.node, [inNode]);
    return { "mutated packets on Node": BATCHES.node * BATCH };
  },
};

function mutatedOnLua(version: "5.1" | "5.3"): Proof {
  return {
    name: `mutated-lua-${version}`,
    async portion(seed) {
      // What is built in full has the outcomes of Node; the lean one has others, and keeps its promises all the same.
      batches(seed, BATCHES.lua / 2, [inNode, await lua(version, false)]);
      batches(seed + BATCHES.lua, BATCHES.lua / 2, [await lua(version, true)]);
      return { [`mutated packets on Lua ${version}`]: BATCHES.lua * BATCH };
    },
  };
}

export const mutatedOnLuas: readonly Proof[] = [mutatedOnLua("5.1"), mutatedOnLua("5.3")];
