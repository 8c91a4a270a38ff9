// ringmote new: a small project of one's own around this package, with one device, its test and two commands.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import type { FolderKind } from "../../files/folder-kind.ts";
import { packageFolder } from "../../files/package-folder.ts";
import { writeFolder } from "../../files/whole-folder.ts";
import { print } from "../../terminal/output.ts";
import { withExamples } from "../words/example.ts";
import { copiedFirmware, pathFromHere, requireName, TEMPLATE } from "./new-folder.ts";
import { ownSource } from "./own-source.ts";

interface NewOptions {
  board: string;
}

const DEFAULT_BOARD = "esp32-espruino";
const PROJECT: FolderKind = { what: "The project" };
const TEMPLATES = fileURLToPath(new URL("../templates/project", import.meta.url));
const TEMPLATE_DEVICE = "my-device";

export function newCommand(): Command {
  const command = new Command("new")
    .description(
      "makes a project of your own: one device with its wiring and its test, npm start to simulate it, npm run flash for a board",
    )
    .argument("<name>", 'lower-case letters, digits and "-": the folder and the device are called so')
    .option("--board <board>", 'what "npm run flash" builds for (see ringmote boards)', DEFAULT_BOARD)
    .action(newProject);
  return withExamples(command, "ringmote new my-sensor --board d1-mini-espruino");
}

async function newProject(name: string, { board }: NewOptions): Promise<void> {
  const { checkedBoard } = await import("../catalogue.ts");
  const { filesForBoard } = await import("./one-board.ts");
  requireName(name);
  checkedBoard(board);
  const folder = resolve(name);
  const device = filesForBoard(copiedFirmware(TEMPLATE, TEMPLATE_DEVICE, join(folder, name)), board);
  writeFolder(name, PROJECT, [
    ...device.map(([path, content]) => [`${name}/${path}`, content] as const),
    ["tsconfig.json", fromTemplate("tsconfig.json")],
    ["package.json", manifest(name, board, ownSource(folder))],
    [".gitignore", "node_modules\ndist\n"],
    ["README.md", fromTemplate("README.md").replaceAll(TEMPLATE_DEVICE, name).replaceAll("<board>", board)],
  ]);
  print(
    [
      `${pathFromHere(folder)}: a device in ${name}/device.ts, its wiring and its test.`,
      "",
      "Next:",
      `  cd ${pathFromHere(folder)} && npm install`,
      "  npm test         # tries the device on this computer",
      "  npm start        # simulates it, and shows what it publishes",
      `  npm run flash    # puts it on the ${board} that is plugged in`,
    ].join("\n"),
  );
}

function fromTemplate(file: string): string {
  return readFileSync(join(TEMPLATES, file), "utf8");
}

function manifest(name: string, board: string, ringmote: string): string {
  const scripts = {
    start: `ringmote run ./${name} --own-broker`,
    test: `tsx --test ${name}/device.test.ts`,
    build: `ringmote build ./${name} --board ${board}`,
    flash: `ringmote flash ./${name} --board ${board}`,
    monitor: "ringmote monitor",
  };
  const own = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const dependencies = { ringmote };
  // Its test runs in Node: tsconfig.json names these types, which not every installer lets a project see of
  // another's.
  const devDependencies = Object.fromEntries(
    ["@types/node", "tsx", "typescript"].map((name) => [name, own.dependencies[name]]),
  );
  const all = {
    name,
    version: "0.1.0",
    private: true,
    type: "module",
    scripts,
    dependencies,
    devDependencies,
  };
  return `${JSON.stringify(all, undefined, 2)}\n`;
}
