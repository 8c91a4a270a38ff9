// A device's own copy of its declaration: parts and filters keep their state in it, and a process runs thousands.

type Spelling = (text: string) => string;

const asItIs: Spelling = (text) => text;

/**
 * A deep copy of records and lists. A record's copy inherits from it, and holds itself only the records and lists in it, and
 * what is changed later. So the original must stay as it is. Two names for one record stay two names for one.
 *
 * Each text is as `spelt` has it, except those of a part: these are bytes that go to hardware.
 */
export function ownCopy<T>(value: T, spelt = asItIs, copies = new Map<unknown, unknown>()): T {
  if (typeof value === "string") return spelt(value) as T;
  if (!isRecordOrList(value)) return value;
  const known = copies.get(value);
  if (known !== undefined) return known as T;
  const copy = (Array.isArray(value) ? [...value] : Object.create(value)) as Record<string, unknown>;
  copies.set(value, copy);
  const speltInside = "wire" in value ? asItIs : spelt;
  for (const [key, field] of Object.entries(value)) {
    const own = ownCopy(field, speltInside, copies);
    if (own !== field) copy[key] = own;
  }
  return copy as T;
}

function isRecordOrList(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
