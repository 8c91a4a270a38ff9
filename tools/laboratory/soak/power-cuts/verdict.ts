// Faults in what came of lives whose power went.

/** A second, and what its clock is wrong by. */
const NEAR_MS = 1050;

/** Numbers that the device was given. */
interface Known {
  /** Of these each was accepted: the turn in which it was measured went to its end. */
  accepted: number[];
  /** And of these none is known to be: the power went in that turn. */
  doubtful: number[];
  /** When it was given those of a history, in epoch milliseconds. */
  times: Map<number, number>;
}

/** None yet. */
export function known(): Known {
  return { accepted: [], doubtful: [], times: new Map() };
}

export interface Lived {
  numbers: Known;
  kept: Known;
  /** What was counted in all lives, and of that what may not have been kept. */
  counted: number;
  uncertain: number;
}

export interface Came {
  atLeastOnce: readonly number[];
  exactlyOnce: readonly number[];
  /** Readings of the history, with their times. */
  kept: readonly (readonly [time: number, value: number])[];
  /** Totals of the day. */
  today: readonly number[];
  breaches: readonly string[];
  /** What the device has said on its console. */
  said: readonly string[];
}

/** What is wrong, and what came more than once at QoS 1: readings of their own, and those of the history. */
interface Verdict {
  faults: string[];
  repeats: number;
  keptRepeats: number;
}

/**
 * Each accepted one came, in order, at QoS 2 once; the total is what was counted, but for what may not have
 * been kept.
 */
export function verdict(lived: Lived, came: Came): Verdict {
  const { numbers, kept, counted, uncertain } = lived;
  const { atLeastOnce, exactlyOnce, today, breaches, said } = came;
  const faults = [
    ...faultsOf("at QoS 1", numbers, atLeastOnce),
    ...faultsOf("at QoS 2", numbers, exactlyOnce),
    ...faultsOf(
      "of the history",
      kept,
      came.kept.map(([, value]) => value),
    ),
  ];
  for (const [time, value] of came.kept) {
    const apart = time * 1000 - (kept.times.get(value) ?? 0);
    if (Math.abs(apart) > NEAR_MS) faults.push(`${value} of the history has a time that is ${apart} ms away`);
  }
  const twice = exactlyOnce.filter((number, i) => exactlyOnce.indexOf(number) !== i);
  if (twice.length > 0) faults.push(`twice at QoS 2: ${twice}`);
  const total = today.at(-1) ?? 0;
  if (total > counted || total < counted - uncertain)
    faults.push(
      `a total of ${total}, where ${counted} were counted, and ${uncertain} of them may not have been kept`,
    );
  faults.push(...breaches.map((breach) => `against the protocol: ${breach}`));
  faults.push(...said.filter((line) => /dropped|flash|Uncaught|PANIC|lost:/.test(line)));
  return {
    faults,
    repeats: atLeastOnce.length - new Set(atLeastOnce).size,
    keptRepeats: came.kept.length - new Set(came.kept.map(([, value]) => value)).size,
  };
}

/** Each accepted one came, the first time in order, and nothing else. */
function faultsOf(where: string, { accepted, doubtful }: Known, all: readonly number[]): string[] {
  const faults: string[] = [];
  const first = [...new Set(all)];
  const given = new Set([...accepted, ...doubtful]);
  const lost = accepted.filter((number) => !first.includes(number));
  const strange = first.filter((number) => !given.has(number));
  if (lost.length > 0) faults.push(`lost ${where}: ${lost}`);
  if (strange.length > 0) faults.push(`never measured, ${where}: ${strange}`);
  if (first.some((number, i) => number < (first[i - 1] ?? 0))) faults.push(`out of order ${where}: ${first}`);
  return faults;
}
