// Faults in what came of lives whose power went.

export interface Lived {
  /** Of these each was accepted: the turn in which it was measured went to its end. */
  accepted: number[];
  /** And of these none is known to be: the power went in that turn. */
  doubtful: number[];
  /** What was counted in all lives, and of that what may not have been kept. */
  counted: number;
  uncertain: number;
}

export interface Came {
  atLeastOnce: readonly number[];
  exactlyOnce: readonly number[];
  /** Totals of the day. */
  today: readonly number[];
  breaches: readonly string[];
  /** What the device has said on its console. */
  said: readonly string[];
}

/** Each accepted one came, in order, at QoS 2 once; the total is what was counted, but for what may not have been kept. */
export function verdict(lived: Lived, came: Came): { faults: string[]; repeats: number } {
  const { accepted, doubtful, counted, uncertain } = lived;
  const { atLeastOnce, exactlyOnce, today, breaches, said } = came;
  const faults: string[] = [];
  const known = new Set([...accepted, ...doubtful]);
  for (const [qos, all] of [
    [1, atLeastOnce],
    [2, exactlyOnce],
  ] as const) {
    const first = [...new Set(all)];
    const lost = accepted.filter((number) => !first.includes(number));
    const strange = first.filter((number) => !known.has(number));
    if (lost.length > 0) faults.push(`lost at QoS ${qos}: ${lost}`);
    if (strange.length > 0) faults.push(`never measured, at QoS ${qos}: ${strange}`);
    if (first.some((number, i) => number < (first[i - 1] ?? 0)))
      faults.push(`out of order at QoS ${qos}: ${first}`);
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
  return { faults, repeats: atLeastOnce.length - new Set(atLeastOnce).size };
}
