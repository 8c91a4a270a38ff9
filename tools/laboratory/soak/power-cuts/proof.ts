// The proof of what survives the power: readings and a history that are durable, and totals, on every engine,
// whose power goes at any step of its flash.
import { createRandom } from "../../../../src/platform/node/random.ts";
import { type Figures, type Proof, sumOfFigures } from "../proof.ts";
import { CUT_BOARDS, type CutEngine, cutOnBoard, IN_NODE } from "./engines.ts";
import { liveAndCut } from "./life.ts";

/** Steps of the flash in which the power goes first: a life writes some more. */
const STEPS = 1500;
const [IN_NODE_EACH, ON_BOARD_EACH] = [1000, 200];

/** Tries so many schedules, each by a seed of its own. Throws what is wrong with one. */
export function cutPowerOf(engine: CutEngine, seed: number, schedules: number): Figures {
  let [cuts, readings, repeats, kept, keptRepeats] = [0, 0, 0, 0, 0];
  for (let i = 0; i < schedules; i += 1) {
    const life = liveAndCut(engine, seed + i, createRandom(seed + i).below(STEPS));
    if (life.faults.length > 0)
      throw new Error(
        `Power cuts broke a promise on ${engine.name}, seed ${seed + i}:\n  ${life.faults.slice(0, 10).join("\n  ")}`,
      );
    cuts += life.lives - 1;
    readings += life.readings;
    repeats += life.repeats;
    kept += life.kept;
    keptRepeats += life.keptRepeats;
  }
  // None was lost, and none came twice at QoS 2.
  return {
    [`power cuts on ${engine.name}`]: cuts,
    "durable readings at each QoS": readings,
    "durable readings repeated at QoS 1": repeats,
    "readings of a durable history": kept,
    "readings of a durable history that came again": keptRepeats,
  };
}

export const powerCuts: Proof = {
  name: "power-cuts",
  async portion(seed): Promise<Figures> {
    let figures = cutPowerOf(IN_NODE, seed, IN_NODE_EACH);
    for (const name of CUT_BOARDS)
      figures = sumOfFigures(figures, cutPowerOf(await cutOnBoard(name), seed, ON_BOARD_EACH));
    return figures;
  },
};
