// The page's colours: text that can be read (WCAG 2.2, 1.4.3) and edges that can be seen (1.4.11), light and dark.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const CSS = readFileSync(new URL("../../tools/web/page/styles/tokens.css", import.meta.url), "utf8");
const [LIGHT = "", DARK = ""] = CSS.split("@media (prefers-color-scheme: dark)");

function tokensOf(css: string): Map<string, string> {
  return new Map([...css.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(ink: string, paper: string): number {
  const [dark = 0, light = 0] = [luminance(ink), luminance(paper)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const TEXTS = [
  ["text", "ground"],
  ["text", "surface"],
  ["text", "sunken"],
  ["muted", "ground"],
  ["muted", "surface"],
  ["muted", "sunken"],
  ["accent", "ground"],
  ["accent", "surface"],
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["good", "good-ground"],
  ["warn", "warn-ground"],
  ["bad", "bad-ground"],
  ["bad", "surface"],
  ["text", "good-ground"],
  ["text", "warn-ground"],
  ["text", "bad-ground"],
  ["on-board", "board"],
] as const;
const EDGES = [
  ["edge", "surface"],
  ["edge", "ground"],
  ["accent", "surface"],
] as const;

describe.each([
  ["light", tokensOf(LIGHT)],
  ["dark", tokensOf(DARK)],
] as const)("in the %s theme", (_, tokens) => {
  const of = (name: string) => tokens.get(name) ?? "";
  test.each(TEXTS)("%s on %s has a contrast of 4.5 or more", (front, back) => {
    expect(contrast(of(front), of(back))).toBeGreaterThanOrEqual(4.5);
  });
  test.each(EDGES)("%s beside %s has a contrast of 3 or more", (front, back) => {
    expect(contrast(of(front), of(back))).toBeGreaterThanOrEqual(3);
  });
});
