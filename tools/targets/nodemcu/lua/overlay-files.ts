// The files of an image's overlays. A file of its own costs each function a header, a description and
// constants that others have too; but whoever calls one reads the whole file into memory, and a file that calls
// into another one stays there beside it. So files are joined for as long as no chain of calls holds more than
// it may.

import type { TopFunction } from "./calls.ts";
import { countNodes } from "./lua-tree.ts";
import type { Scopes } from "./scopes.ts";
import { calledOnTheWay } from "./tail-calls.ts";

/** The size of a file beside its functions, in nodes of the tree. */
const FILE_NODES = 45;
/** The most nodes in the files of the longest chain of calls, unless its functions alone hold more. */
const MOST_NODES = 1390;
/** The most nodes of a chain beyond its size with a file for each function. */
const BEYOND_ALONE = 1.2;

/** Functions in files: at first each in its own. */
export class OverlayFiles {
  private readonly file: number[];
  private readonly nodes: readonly number[];
  /**
   * The functions that each calls, by their places in the list: also by way of functions that stay in memory.
   */
  private readonly callees: readonly (readonly number[])[];
  /** Those among them that it calls as its last act: its file is out of memory by then. */
  private readonly last: readonly ReadonlySet<number>[];
  /** Functions that no other calls: a chain that begins within another one is no longer than that. */
  private readonly first: readonly number[];
  private readonly most: number;
  /** Pairs of files that were too large together, by the first; each as it is now. */
  private readonly apart: Set<number>[];

  constructor(
    private readonly functions: readonly TopFunction[],
    scopes: Scopes,
  ) {
    const places = new Map(functions.map((fn, place) => [fn, place]));
    this.file = functions.map((_, place) => place);
    this.apart = functions.map(() => new Set());
    this.nodes = functions.map(({ value }) => countNodes(value));
    this.callees = functions.map((fn) => reachedFrom(fn.calls, places));
    this.last = functions.map((fn, place) => {
      const onTheWay = new Set(calledOnTheWay(fn.value).map((callee) => scopes.bindingOf(callee)));
      const early = reachedFrom(
        fn.calls.filter(({ binding }) => onTheWay.has(binding)),
        places,
      );
      return new Set((this.callees[place] ?? []).filter((callee) => !early.includes(callee)));
    });
    const called = new Set(
      this.callees.flatMap((callees, caller) => callees.filter((callee) => callee !== caller)),
    );
    const begins = functions.map((_, place) => place).filter((place) => !called.has(place));
    this.first = begins.length === 0 ? [...places.values()] : begins;
    this.most = Math.max(MOST_NODES, BEYOND_ALONE * this.longest());
  }

  /** Every two functions: those that call each other first, and small ones before large ones. */
  pairs(): [TopFunction, TopFunction][] {
    const callers = this.functions.map(
      (_, place) => this.callees.filter((callees) => callees.includes(place)).length,
    );
    const common = (a: readonly number[], b: readonly number[]) => a.some((place) => b.includes(place));
    const distance = (a: number, b: number) => {
      const [ofA = [], ofB = []] = [this.callees[a], this.callees[b]];
      if ((ofA.includes(b) && callers[b] === 1) || (ofB.includes(a) && callers[a] === 1)) return 0;
      if (ofA.includes(b) || ofB.includes(a)) return 1;
      const haveOneCaller = this.callees.some((callees) => callees.includes(a) && callees.includes(b));
      return common(ofA, ofB) || haveOneCaller ? 2 : 3;
    };
    const all = this.functions.flatMap((first, a) =>
      this.functions.slice(a + 1).map((second, index) => {
        const b = a + 1 + index;
        const nodes = (this.nodes[a] ?? 0) + (this.nodes[b] ?? 0);
        return { pair: [first, second] as [TopFunction, TopFunction], distance: distance(a, b), nodes };
      }),
    );
    return all.sort((x, y) => x.distance - y.distance || x.nodes - y.nodes).map(({ pair }) => pair);
  }

  /** Joins two files, if no chain of calls then holds too much. */
  join(a: TopFunction, b: TopFunction): void {
    const [into, from] = [this.file[this.functions.indexOf(a)] ?? 0, this.file[this.functions.indexOf(b)]];
    if (into === from || from === undefined || this.apart[into]?.has(from)) return;
    const moved = this.file.flatMap((file, place) => (file === from ? [place] : []));
    for (const place of moved) this.file[place] = into;
    if (this.longest() <= this.most) {
      // A pair that was too large may still be; a new one is tried.
      this.apart[into] = new Set();
      for (const places of this.apart) places.delete(into);
      return;
    }
    for (const place of moved) this.file[place] = from;
    this.apart[into]?.add(from);
    this.apart[from]?.add(into);
  }

  groups(): TopFunction[][] {
    const groups = new Map<number, TopFunction[]>();
    for (const [place, fn] of this.functions.entries()) {
      const file = this.file[place] ?? 0;
      groups.set(file, [...(groups.get(file) ?? []), fn]);
    }
    return [...groups.values()];
  }

  /** The most that the files of a chain of calls hold together. */
  private longest(): number {
    const sizes: number[] = this.functions.map(() => FILE_NODES);
    for (const [place, file] of this.file.entries())
      sizes[file] = (sizes[file] ?? 0) + (this.nodes[place] ?? 0);
    const open: number[] = this.functions.map(() => 0);
    const running = this.functions.map(() => false);
    let most = 0;
    const run = (place: number, held: number): void => {
      const file = this.file[place] ?? 0;
      const opened = open[file] ?? 0;
      const now = opened > 0 ? held : held + (sizes[file] ?? 0);
      most = Math.max(most, now);
      open[file] = opened + 1;
      running[place] = true;
      const last = this.last[place];
      for (const callee of this.callees[place] ?? [])
        if (!running[callee] && !last?.has(callee)) run(callee, now);
      open[file] = opened;
      for (const callee of last ?? []) if (!running[callee]) run(callee, held);
      running[place] = false;
    };
    for (const place of this.first) run(place, 0);
    return most;
  }
}

function reachedFrom(calls: readonly TopFunction[], places: ReadonlyMap<TopFunction, number>): number[] {
  const reached = new Set<number>();
  const passed = new Set<TopFunction>();
  const queue = [...calls];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const place = places.get(next);
    if (place !== undefined) reached.add(place);
    else if (!passed.has(next)) {
      passed.add(next);
      queue.push(...next.calls);
    }
  }
  return [...reached];
}
