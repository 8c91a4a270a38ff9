// The proof of the compiler: a program drawn by chance does on every engine what its author's text does in
// Node.
import { everywhere } from "../programs/engines.ts";
import { faultOf } from "../programs/fault-of.ts";
import type { Proof } from "./proof.ts";

const PROGRAMS_A_PORTION = 50;

export const programs: Proof = {
  name: "programs",
  async portion(seed, isOver) {
    let count = 0;
    while (count < PROGRAMS_A_PORTION && !isOver()) {
      const fault = await faultOf(seed + count, everywhere);
      if (fault !== "") throw new Error(fault);
      count += 1;
    }
    return { "programs on every engine": count };
  },
};
