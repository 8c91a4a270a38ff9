// A device's own copy of its declaration: parts and filters keep their state in it, and a process runs
// thousands. What there is to copy is looked for once for all of them.

type Spelling = (text: string) => string;

const asItIs: Spelling = (text) => text;

/**
 * Records of plain values below these names are what a declaration says: a device only reads them, and has
 * none of its own.
 */
const SAID: readonly string[] = ["given", "behaviour", "wording", "options"];

/**
 * How a value is copied: its records and lists, and which of them hold which others. Nothing of it is written
 * once it is made.
 */
export interface CopyPlan<T> {
  /** The copy of the first is the copy of the value. None: the value is neither a record nor a list. */
  readonly originals: readonly object[];
  readonly links: readonly Link[];
  readonly value: T;
}

/** The copy of the original at `at` holds that of the one at `held`. */
interface Link {
  at: number;
  key: string;
  held: number;
}

/**
 * How to copy records and lists deeply. A record's copy inherits from it, and holds itself only the records
 * and lists in it, and what is changed later. So the original must stay as it is. Two names for one record
 * stay two names for one.
 *
 * Each text is as `spelt` has it, except those of a part: these are bytes that go to hardware.
 */
export function copyPlan<T>(value: T, spelt = asItIs): CopyPlan<T> {
  const originals: object[] = [];
  const links: Link[] = [];
  const places = new Map<object, number>();

  function placeOf(original: object, spelling: Spelling): number {
    const known = places.get(original);
    if (known !== undefined) return known;
    const at = originals.length;
    places.set(original, at);
    const inside = "wire" in original ? asItIs : spelling;
    originals.push(speltOut(original, inside));
    for (const [key, field] of Object.entries(original))
      if (isRecordOrList(field) && !(SAID.includes(key) && isShared(field, inside)))
        links.push({ at, key, held: placeOf(field, inside) });
    return at;
  }

  if (isRecordOrList(value)) placeOf(value, spelt);
  return { originals, links, value: typeof value === "string" ? (spelt(value) as T) : value };
}

/** One more copy. */
export function copyOf<T>({ originals, links, value }: CopyPlan<T>): T {
  if (originals.length === 0) return value;
  const copies = originals.map(
    (original) =>
      (Array.isArray(original) ? original.slice() : Object.create(original)) as Record<string, unknown>,
  );
  for (const { at, key, held } of links) (copies[at] as Record<string, unknown>)[key] = copies[held];
  return copies[0] as T;
}

/** The only copy of a value. */
export function ownCopy<T>(value: T, spelt = asItIs): T {
  return copyOf(copyPlan(value, spelt));
}

/** The same, or what inherits from it and has other texts. */
function speltOut(original: object, spelt: Spelling): object {
  if (Array.isArray(original)) return original.map((part) => (typeof part === "string" ? spelt(part) : part));
  const texts = Object.entries(original).filter(
    ([, field]) => typeof field === "string" && spelt(field) !== field,
  );
  if (texts.length === 0) return original;
  return Object.assign(
    Object.create(original),
    Object.fromEntries(texts.map(([key, text]) => [key, spelt(text as string)])),
  );
}

/**
 * Does it hold plain values, functions and lists of these alone, and no text that is spelt in another way?
 */
function isShared(value: object, spelt: Spelling): boolean {
  return Object.values(value).every((field) => {
    if (typeof field === "string") return spelt(field) === field;
    return !isRecordOrList(field) || (Array.isArray(field) && isShared(field, spelt));
  });
}

function isRecordOrList(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
