// Manifests that a test signs, and their offers.
import { HASHES } from "../../src/platform/node/hash.ts";
import type { UpdateFacts } from "../../src/update/fit.ts";
import { hmac } from "../../src/update/hmac.ts";
import { digestText } from "../../src/update/manifest.ts";

export const KEY = "\x01".repeat(32);
export const FACTS: UpdateFacts = {
  name: "lamp",
  board: "d1-mini",
  target: "nodemcu",
  device: "porch",
  key: { scheme: "hmac-sha256", key: KEY, hash: HASHES.sha256 },
  sliceBytes: 100,
};

export type Parts = ReadonlyMap<string, string>;

const USUAL = { id: "lamp", board: "d1-mini", target: "nodemcu", version: "1.0.1" };

/** The lines of a manifest up to its tag. */
export function linesOf(
  counter: number,
  parts: Parts,
  changed: Readonly<Record<string, string>> = {},
): string {
  const values = { ...USUAL, counter, device: "porch", ...changed };
  const lines = Object.entries(values).map(([key, value]) => `${key}=${value}\n`);
  for (const [name, content] of parts) lines.push(`part=${name} ${content.length} ${digestIn(content)}\n`);
  return lines.join("");
}

export function signed(lines: string, key = KEY): string {
  const text = `${lines}tag=hmac-sha256\n`;
  return text + hmac(HASHES.sha256, key, text);
}

export function offerOf(manifest: string): string {
  return `${manifest.length} ${digestIn(manifest)}`;
}

function digestIn(content: string): string {
  return digestText(HASHES.sha256(content));
}
