// A seeded generator of chance: the same seed gives the same draws on every machine.

export interface Random {
  /** A whole number from 0 to `below` - 1. */
  below: (below: number) => number;
  /** A whole number from `least` to `most`, both included. */
  between: (least: number, most: number) => number;
  /** True once in `odds` draws on average; never when `odds` is 0. */
  once: (odds: number) => boolean;
  /** A number from 0 up to, not including, 1. */
  fraction: () => number;
}

/**
 * Draws from `seed`, a whole number of 32 bits. The generator is Mulberry32: 32 bits of state, full period.
 */
export function createRandom(seed: number): Random {
  return new SeededRandom(seed);
}

/** Its functions are of the class: a fleet has thousands of generators. */
class SeededRandom implements Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  fraction(): number {
    const state = (this.state + 0x6d2b79f5) | 0;
    this.state = state;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  once(odds: number): boolean {
    return odds > 0 && this.below(odds) === 0;
  }
}
