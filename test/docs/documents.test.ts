// The documents say only what is so: commands, options, files, packages and quoted sources exist.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
  boardNames,
  firmwareNames,
  firmwareTitle,
  readBoard,
  readFirmware,
} from "../../tools/cli/catalogue.ts";
import { createCommandLine } from "../../tools/cli/program.ts";
import { everyCommand } from "../cli/every-command.ts";
import { STANDARDS } from "../conformance/standards.ts";

const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));
const IN_DOCS = readdirSync(join(PACKAGE, "docs"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md"))
  .map((file) => `docs/${file}`);
const DOCUMENTS = [
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  ...IN_DOCS,
  ...readdirSync(join(PACKAGE, "firmware")).map((name) => `firmware/${name}/README.md`),
];

/** What `ringmote new` writes into the package.json of a project. */
const OF_NEW_PROJECTS = ["flash", "monitor"];

interface Manifest {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const manifest = JSON.parse(read("package.json")) as Manifest;

function read(file: string): string {
  return readFileSync(join(PACKAGE, file), "utf8");
}

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1]);
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return all(page.replace(/^```[\s\S]*?^```$/gm, ""), /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe.each(DOCUMENTS)("%s", (document) => {
  const text = read(document);

  test("each document links to files that exist", () => {
    const targets = all(text, /\]\((?!https?:)([^)#]+)/g);
    const missing = targets.filter((target) => !existsSync(join(PACKAGE, dirname(document), target)));
    expect(missing).toEqual([]);
  });

  test("each document links to headings that exist", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)];
    const missing = links.filter(([, target = "", anchor = ""]) => {
      const page = target === "" ? text : read(join(dirname(document), target));
      return !anchorsOf(page).includes(anchor);
    });
    expect(missing.map(([link]) => link)).toEqual([]);
  });

  test("each document names source files and folders that exist", () => {
    const paths = all(text, /`((?:src|boards|firmware|tools|test|docs)\/[\w./-]+)`/g);
    const created = all(text, /^<!-- new: (\S+) -->$/gm);
    expect(paths.filter((path) => !existsSync(join(PACKAGE, path)) && !created.includes(path))).toEqual([]);
  });

  test("each document names npm scripts that exist", () => {
    const scripts = all(text, /npm\s+run ([\w:]+)/g);
    const known = [...Object.keys(manifest.scripts), ...OF_NEW_PROJECTS];
    expect(scripts.filter((script) => !known.includes(script))).toEqual([]);
  });

  test("each document shows commands of ringmote as they are", async () => {
    const commands = await everyCommand();
    for (const [, name, rest] of text.matchAll(/npx ringmote ([\w-]+)([^\n#]*)/g)) {
      const command = commands.find((command) => command.name() === name);
      expect(command, name).toBeDefined();
      const inner = command?.commands.find((inner) => rest.trimStart().startsWith(`${inner.name()} `));
      const options = (inner ?? command)?.options.map(({ long }) => long);
      for (const option of all(rest, /(--[\w-]+)/g)) expect(options, name).toContain(option);
    }
  });

  test("each document quotes its sources word for word", () => {
    for (const [, source, quoted] of text.matchAll(/<!-- (\S+\/\S+) -->\n```\w+\n(.*?)```/gs)) {
      const lines = read(source).split("\n");
      for (const line of quoted.trimEnd().split("\n")) expect(lines, source).toContain(line);
    }
  });

  test("each document names no place on anybody's computer", () => {
    expect(text).not.toMatch(/\/(home|root|Users|work|tmp)\//);
  });
});

test("the README opens with the two lines that everything else hangs on", () => {
  const screen = read("README.md").split("\n").slice(0, 20).join("\n");
  expect(screen).toContain("npm ci && npm start");
  expect(screen).toContain("npm ci && npm test");
});

test("the README shows the whole device", () => {
  expect(read("README.md")).toContain(`\n${read("firmware/climate/device.ts")}\`\`\``);
});

const INDEX = "docs/README.md";
/** Tables of identifiers, in which one looks for a line. */
const STATEMENTS = STANDARDS.map(({ page }) => page);
/** Written by a command from its record, whole. */
const MADE = [
  ...STATEMENTS,
  "docs/brokers.md",
  "docs/esphome.md",
  "docs/mutation.md",
  "docs/reliability.md",
  "docs/sizes.md",
];
test("the index has each document", () => {
  // What stands below "Find it" is the same, by task.
  const [, list = ""] = read(INDEX).split("\n## Use it\n");
  const listed = all(list, /\]\(([^)#]+)\)/g).map((target) => join("docs", target));
  expect(listed.toSorted()).toEqual(
    [...IN_DOCS, "CONTRIBUTING.md", "CHANGELOG.md"].filter((path) => path !== INDEX).toSorted(),
  );
});

test("each document that people write ends with the one to read next", () => {
  const written = IN_DOCS.filter((path) => path !== INDEX && !MADE.includes(path));
  const ends = written.filter((path) => !/\n\nNext: \[[^\]]+\]\([^)]+\)\n$/.test(read(path)));
  expect(ends).toEqual([]);
});

/** The pages that say where things are. They may leave out the beginning of a path. */
const MAPS = ["docs/architecture.md", "docs/rooms.md", "docs/compiler.md", "docs/decisions.md"];
const TREE = ["src", "boards", "firmware", "tools", "test"].flatMap((folder) =>
  readdirSync(join(PACKAGE, folder), { recursive: true, encoding: "utf8" }).map(
    (path) => `/${folder}/${path}`,
  ),
);

test.each(MAPS)("%s names shortened paths that exist", (page) => {
  const named = all(read(page), /`(?!ringmote\/)([a-z][\w-]*(?:\/[\w./-]*\w|\.ts))`/g);
  const missing = named.filter((path) => !TREE.some((file) => file.endsWith(`/${path}`)));
  expect(missing).toEqual([]);
});

describe("the tables of what there is", async () => {
  const page = read("docs/catalogue.md") + read("docs/commands.md");
  const rows = (pattern: RegExp) => [...page.matchAll(pattern)].map(([, ...cells]) => cells);
  const firmware = await Promise.all(firmwareNames().map(readFirmware));

  test("the tables list each firmware in its words, with its drivers", async () => {
    const shown = rows(/^\| \[`([\w-]+)`\]\(\.\.\/firmware\/\1\/README\.md\) \| (.*) \| (.*) \|$/gm);
    const there = firmwareNames().map(async (name) => {
      const drivers = all(read(`firmware/${name}/device.ts`), /"ringmote\/drivers\/([\w-]+)\.ts"/g);
      const title = firmwareTitle(name).replace(/\.$/, "");
      return [name, title, drivers.map((driver) => `\`${driver}\``).join(", ")];
    });
    expect(shown).toEqual(await Promise.all(there));
  });

  test("the tables of the catalogue have each board, with its wired firmware", async () => {
    const shown = rows(/^\| `((?:[\w-]+-(?:espruino|nodemcu))|raspberry-[\w-]+)` \| (.*) \| (.*) \|$/gm);
    const there = boardNames().map(async (name) => {
      const wired = firmware.filter(({ wiring }) => Object.hasOwn(wiring, name));
      const others = firmware.filter((firmware) => !wired.includes(firmware));
      const listed = (some: typeof firmware) => some.map((firmware) => `\`${firmware.name}\``).join(", ");
      const most = others.length === 0 ? "all" : `all but ${listed(others)}`;
      const wiredFor =
        wired.length === 0 ? "what `new-device` makes" : wired.length < others.length ? listed(wired) : most;
      return [name, (await readBoard(name)).title, wiredFor];
    });
    expect(shown).toEqual(await Promise.all(there));
  });

  test("the tables of the catalogue have each command", async () => {
    const shown = rows(/^\| `npx ringmote ([\w-]+)[^`]*` \|/gm).flat();
    const there = (await createCommandLine("0", [])).commands.map((command) => command.name());
    expect(shown.sort()).toEqual(there.sort());
  });
});

test("the commands name the modules that NodeMCU's firmware needs", () => {
  const declared = all(read("src/platform/nodemcu/globals.d.ts"), /^declare namespace (\w+)/gm);
  const needed = declared.filter((name) => !name.startsWith("lua"));
  const [, section] = /\*\*NodeMCU\*\*(.*?)```/s.exec(read("docs/commands.md")) ?? [];
  const named = all(section ?? "", /`(\w+)`/g);
  expect(needed.filter((name) => !named.includes(name))).toEqual([]);
});

test("each dependency has its reason, and no other package has one", () => {
  const [, tools, checks] = read("docs/dependencies.md").split(/^## For /m);
  const listed = (section: string) => all(section, /^\| `([^`]+)` \|/gm).sort();
  expect(listed(tools)).toEqual(Object.keys(manifest.dependencies).sort());
  expect(listed(checks)).toEqual(Object.keys(manifest.devDependencies).sort());
});

test("each package that the product imports is a direct dependency", () => {
  const sources = [
    "src",
    "boards",
    "firmware",
    "tools/compiler",
    "tools/image",
    "tools/cli",
    "tools/sim",
  ].flatMap((folder) =>
    readdirSync(join(PACKAGE, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => read(`${folder}/${file}`)),
  );
  // What is imported as a type alone is gone from what runs.
  const imported = sources.flatMap((text) =>
    all(text, /^(?:import (?!type )|export )[^;"]*?from "((?:@[\w-]+\/)?[\w-]+)["/]/gm),
  );
  const packages = [...new Set(imported)].filter((name) => name !== "ringmote").sort();
  expect(packages.filter((name) => manifest.dependencies[name] === undefined)).toEqual([]);
});
