// The files of the page: small before a board is connected, and all of it from its own address.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { BUNDLE, bundlePage } from "../../tools/web/bundle.ts";

const files = await bundlePage();
const textOf = (name: string) => new TextDecoder().decode(files.get(name));

const { metafile } = await build(BUNDLE);

/** The scripts that are loaded with the page's first one, itself among them. */
function loadedWith(script: string, files = new Set<string>()): Set<string> {
  files.add(basename(script));
  const [, output] =
    Object.entries(metafile.outputs).find(([path]) => basename(path) === basename(script)) ?? [];
  for (const { kind, path } of output?.imports ?? [])
    if (kind === "import-statement" && !files.has(basename(path))) loadedWith(path, files);
  return files;
}
const scripts = [...loadedWith("page.js")];

test("the page loads less than 72 kB first", () => {
  const first = ["index.html", "styles.css", ...scripts].map((name) => files.get(name)?.length ?? Number.NaN);
  expect(first.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(72_000);
});

test("the page names no other host, but for where interpreters come from", () => {
  for (const name of ["index.html", "styles.css"])
    expect(textOf(name), name).not.toMatch(/(?:https?:)?\/\/[a-z]/);
  const named =
    scripts
      .map(textOf)
      .join()
      .match(/https?:\/\/[a-z0-9][a-z0-9.]*/g) ?? [];
  // The last two are links, which a person follows.
  expect([...new Set(named)].sort()).toEqual([
    "http://localhost",
    "http://www.w3.org",
    "https://nodemcu",
    "https://www.espruino.com",
  ]);
});

test("every file that the service worker keeps exists", () => {
  const kept = JSON.parse(textOf("files.json")) as string[];
  expect(kept).toContain("page.js");
  for (const name of kept)
    expect(name === "./" || name === "catalogue.json" || files.has(name), name).toBe(true);
});

test("the bundle carries its licence and each contained package's licence", async () => {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
  const packages = new Set(
    used.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  );
  expect([...packages].sort()).toEqual(expect.arrayContaining(["esptool-js", "pako", "uplot"]));
  const carried = textOf("LICENSES.txt");
  const folders = [...packages].map((name) => join(packageFolder, "node_modules", name));
  for (const folder of [packageFolder, ...folders]) {
    const licences = readdirSync(folder).filter((name) => /^licen[cs]e/i.test(name));
    expect(licences.length, folder).toBeGreaterThan(0);
    for (const name of licences)
      expect(carried.includes(readFileSync(join(folder, name), "utf8").trim()), `${folder}/${name}`).toBe(
        true,
      );
  }
});

test("licence notices inside a package's files are in the bundle's licences", () => {
  const carried = textOf("LICENSES.txt");
  expect(carried).toContain("(C) 1995-2013 Jean-loup Gailly and Mark Adler");
  expect(carried).toContain("3. This notice may not be removed or altered from any source distribution.");
});

test("the page leads to the licences and keeps them offline", () => {
  expect(textOf("index.html")).toContain('href="LICENSES.txt"');
  expect(JSON.parse(textOf("files.json"))).toContain("LICENSES.txt");
});
