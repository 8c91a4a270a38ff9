// A device's own copy of its declaration: parts and filters keep their state in it, and a process runs thousands.

/** A deep copy of records and lists. Functions are shared; two names for one record stay two names for one. */
export function ownCopy<T>(value: T, copies = new Map<unknown, unknown>()): T {
  if (typeof value !== "object" || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known as T;
  // Made in one step a copy has the shape of the original, and all copies share it.
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  copies.set(value, copy);
  for (const [key, field] of Object.entries(value)) copy[key] = ownCopy(field, copies);
  return copy as T;
}
