// Two sizes of a proof: what each run of .ci/run tries of it, and all of it, by hand (npm run soak -- --everything).

/** Is all of each proof tried? */
export const EVERYTHING = process.env.RINGMOTE_EVERYTHING === "1";

/** How many of something are tried, where it may be any number. */
export function atGate(count: number, ofAll: number): number {
  return EVERYTHING ? ofAll : count;
}

/** Those that the gate tries, by what their `name` begins with; all of them by hand. Throws for a name that none has. */
export function chosenAtGate<One extends { readonly name: string }>(
  all: readonly One[],
  ...names: string[]
): One[] {
  const lost = names.filter((name) => !all.some((entry) => entry.name.startsWith(name)));
  if (lost.length > 0) throw new Error(`None of what the gate tries is called ${lost.join(", ")}.`);
  return all.filter((entry) => EVERYTHING || names.some((name) => entry.name.startsWith(name)));
}
