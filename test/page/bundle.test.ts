// What the page is made of: small before a board is connected, and all of it from its own address.
import { expect, test } from "vitest";
import { bundlePage } from "../../tools/web/bundle.ts";

const files = await bundlePage();
const textOf = (name: string) => new TextDecoder().decode(files.get(name));

test("what is loaded first is less than 64 kB", () => {
  const first = ["index.html", "page.js", "styles.css"].map((name) => files.get(name)?.length ?? Number.NaN);
  expect(first.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(64_000);
});

test("nothing of it names another host", () => {
  for (const name of ["index.html", "styles.css"])
    expect(textOf(name), name).not.toMatch(/(?:https?:)?\/\/[a-z]/);
  const named = textOf("page.js").match(/https?:\/\/[a-z0-9][a-z0-9.]*/g) ?? [];
  expect([...new Set(named)].sort()).toEqual(["http://localhost", "http://www.w3.org"]);
});

test("what the service worker keeps is there", () => {
  const kept = JSON.parse(textOf("files.json")) as string[];
  expect(kept).toContain("page.js");
  for (const name of kept)
    expect(name === "./" || name === "catalogue.json" || files.has(name), name).toBe(true);
});
