// The site that npm run site makes: a page for each document and each option, and no link that leads nowhere.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { startChromium } from "../../tools/laboratory/page/chromium.ts";
import { EVERYTHING } from "../everything.ts";
import { CHROMIUM, needs } from "../needs.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-site-"));
const TYPEDOC = join(packageFolder, "node_modules", "typedoc", "bin", "typedoc");
/** Says of each property that no comment describes it, which is a warning like others. */
const STRICT = ["--validation.notDocumented", "true", "--requiredToBeDocumented", "Property"];
const UNDESCRIBED = / (\S+) \(Property\), defined in .* does not have any documentation$/;

let warnings: string[];

beforeAll(() => {
  const options = ["--out", FOLDER, "--treatWarningsAsErrors", "false", ...STRICT];
  const { stdout, stderr, status } = spawnSync(process.execPath, [TYPEDOC, ...options], {
    cwd: packageFolder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  expect(status, stderr).toBe(0);
  warnings = `${stdout}${stderr}`.split("\n").filter((line) => line.includes("[warning]"));
});

afterAll(() => rmSync(FOLDER, { recursive: true }));

test("the site is made without a warning", () => {
  const others = warnings.filter((line) => !UNDESCRIBED.test(line) && !/Found 0 errors and/.test(line));
  expect(others).toEqual([]);
});

test("each option has a description", () => {
  const undescribed = warnings.flatMap((line) => UNDESCRIBED.exec(line)?.[1] ?? []);
  expect(undescribed.length, "the check of descriptions finds those that are missing").toBeGreaterThan(0);
  expect(undescribed.filter((name) => /Options\.|DeviceDeclaration\./.test(name))).toEqual([]);
});

test("each document has a page", () => {
  const documents = readdirSync(join(packageFolder, "docs")).filter((name) => name.endsWith(".md"));
  expect(documents.length).toBeGreaterThan(20);
  const missing = documents.filter(
    (name) => !existsSync(join(FOLDER, "documents", `docs_${name.replace(".md", ".html")}`)),
  );
  expect(missing).toEqual([]);
});

test("each type of options has a page", () => {
  const pages = readdirSync(join(FOLDER, "interfaces"));
  for (const name of ["SensorOptions", "SwitchOptions", "LogOptions"])
    expect(pages).toContain(`ringmote_options.ts.${name}.html`);
});

test("no page scrolls sideways on a phone", needs(CHROMIUM), async () => {
  const browser = await startChromium();
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const pages = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html"))
    // Those of types are all of one form.
    .filter((file, at) => EVERYTHING || file.startsWith("documents") || at % 20 === 0);
  expect(pages.length).toBeGreaterThan(20);
  const wide: string[] = [];
  for (const file of pages) {
    await page.goto(pathToFileURL(join(FOLDER, file)).href);
    if (await page.evaluate("document.documentElement.scrollWidth > 390")) wide.push(file);
  }
  await page.goto(pathToFileURL(join(FOLDER, "documents", "docs_sizes.html")).href);
  // The page may have no style for a moment.
  const scrolls = await page
    .waitForFunction(
      "[...document.querySelectorAll('table')].some((one) => one.scrollWidth > one.clientWidth)",
      undefined,
      { timeout: 10_000 },
    )
    .then(
      () => true,
      () => false,
    );
  await browser.close();
  expect(wide).toEqual([]);
  expect(scrolls, "a wide table scrolls in its box").toBe(true);
});
