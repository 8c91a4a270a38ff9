// The proof of mutated packets: on Node alone, and on each Lua beside Node.
import type { Proof } from "../proof.ts";
import { inLua } from "./in-lua.ts";
import { inNode } from "./in-node.ts";
import type { Tortured } from "./steps.ts";
import { BATCH, tortureBatch } from "./torture.ts";
import { IN_3_1_1, IN_5, IN_5_WITH_METHOD, type Traffic } from "./traffic.ts";

/**
 * Batches of a portion: a million packets on Node, a hundred thousand on each Lua. They take some minutes.
 */
const BATCHES = { node: 2000, lua: 200 };

const started = new Map<string, Promise<Tortured>>();

function lua(version: "5.1" | "5.3", isLean: boolean): Promise<Tortured> {
  const name = `${version} ${isLean}`;
  const engine = started.get(name) ?? inLua(version, isLean);
  started.set(name, engine);
  return engine;
}

/** Tries so many batches, with the seeds from this one on. Returns how many packets that were. */
async function batches(
  traffic: Traffic,
  { seed, count, isOver }: { seed: number; count: number; isOver: () => boolean },
  engines: readonly Tortured[],
): Promise<number> {
  let batch = 0;
  while (batch < count && !isOver()) {
    tortureBatch(traffic, seed + batch, engines);
    batch += 1;
    // Signals are heard in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return batch * BATCH;
}

function mutatedOnNode(traffic: Traffic): Proof {
  return {
    name: `mutated${traffic.suffix}-node`,
    async portion(seed, isOver) {
      const packets = await batches(traffic, { seed, count: BATCHES.node, isOver }, [inNode]);
      return { [`${traffic.title} on Node`]: packets };
    },
  };
}

function mutatedOnLua(traffic: Traffic, version: "5.1" | "5.3"): Proof {
  return {
    name: `mutated${traffic.suffix}-lua-${version}`,
    async portion(seed, isOver) {
      const count = BATCHES.lua / 2;
      // What is built in full has the outcomes of Node; the lean one has others, and keeps its promises all
      // the same.
      const full = await batches(traffic, { seed, count, isOver }, [inNode, await lua(version, false)]);
      const lean = await batches(traffic, { seed: seed + count, count, isOver }, [await lua(version, true)]);
      return { [`${traffic.title} on Lua ${version}`]: full + lean };
    },
  };
}

export const mutated: readonly Proof[] = [IN_3_1_1, IN_5, IN_5_WITH_METHOD].flatMap((traffic) => [
  mutatedOnNode(traffic),
  mutatedOnLua(traffic, "5.1"),
  mutatedOnLua(traffic, "5.3"),
]);
