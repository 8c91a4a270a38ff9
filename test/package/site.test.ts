// The site that npm run site makes: a page for each document and each option, and no link that leads nowhere.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";

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
