// How much a record of the client's kind holds: values, and characters of text, whatever its fields are called.

export interface Weight {
  values: number;
  characters: number;
}

/** All that can be reached from a record, each thing once. Functions weigh nothing. */
export function weigh(record: object): Weight {
  const weight = { values: 0, characters: 0 };
  const seen = new Set<object>();
  const left: unknown[] = [record];
  while (left.length > 0) {
    const value = left.pop();
    weight.values += 1;
    if (typeof value === "string") weight.characters += value.length;
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    left.push(...Object.values(value));
  }
  return weight;
}
