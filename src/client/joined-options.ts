// The address of a broker and the options of a client as one record.
import type { NodeClientOptions } from "./options.ts";

/**
 * An option goes before its like in the address, and an undefined one is left out. Name by name, for V8 lets
 * records that were made so share their form, and those that were spread have one of 200 bytes each.
 */
export function joinedOptions(
  address: Partial<NodeClientOptions>,
  options: Partial<NodeClientOptions>,
): NodeClientOptions {
  const joined: Record<string, unknown> = {};
  for (const record of [address, options])
    for (const [name, value] of Object.entries(record)) if (value !== undefined) joined[name] = value;
  return joined as unknown as NodeClientOptions;
}
