// Parts that a board's device has held against their digests: those of its confirmed image, and of the one on trial.
// Any other part on a device that takes updates may be staged, with content that nobody signed. Its name, length and
// checksum prove nothing: whoever may write at the broker can see to all three.
import { readManifest } from "../../src/update/manifest.ts";
import type { Standing } from "../../src/update/standing.ts";

/** Their names. `manifestIn` gives the text in a slot; none is in that of no trial. */
export function verifiedParts(
  { slot, tried }: Standing,
  manifestIn: (slot: number) => string | undefined,
): ReadonlySet<string> {
  const manifests = [slot, tried].map((each) => readManifest(manifestIn(each) ?? ""));
  return new Set(
    manifests.filter(({ fault }) => fault === "").flatMap(({ parts }) => parts.map(({ name }) => name)),
  );
}
