// How long builds take, beside TypeScript's own `tsc --noEmit` over the same modules: on a machine with nothing else to do
// the ratio is the same everywhere. Each build is of another edit, so that no kept image is taken.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Board } from "../../../boards/board.ts";
import { compilerOptions } from "../../compiler/source/program.ts";
import { packageFolder } from "../../files/package-folder.ts";
import { buildImage, firmwareNames, wiredBoards } from "../../image/build.ts";
import { platformOf } from "../../image/entry.ts";
import { readBoard } from "../../image/firmware/firmware.ts";
import { ownProject } from "./own-project.ts";
import { peerRow, type Row } from "./row.ts";
import type { Section } from "./section.ts";

/** The middle one counts. */
const RUNS = 5;
/** No two are alike. */
let edits = 0;
const BOARDS = ["esp8266-nodemcu", "esp32-espruino"] as const;
const COMMANDS = [["list"], ["boards"], ["board", "esp32-espruino"]] as const;
const RINGMOTE = join(packageFolder, "tools", "cli", "ringmote.js");
const TSC = join(packageFolder, "node_modules", "typescript", "bin", "tsc");
const TSC_NAME = "tsc --noEmit over the same modules";

export const buildTime: Section = {
  title: "How long a build takes",
  words: ["time"],
  measure: async () => {
    const folder = ownProject();
    try {
      return [...commandRows(folder), ...(await buildRows(folder)), await allRow(folder)];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function commandRows(folder: string): Row[] {
  const empty = middle(() => seconds(folder, ["-e", "0"]));
  return COMMANDS.map((words) => {
    const own = middle(() => seconds(folder, [RINGMOTE, ...words]));
    const peer = { peer: "node -e 0", value: empty };
    return peerRow("Node", "second", `ringmote ${words.join(" ")}`, own, peer, { ratioAtMost: 5 });
  });
}

async function buildRows(folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const name of BOARDS) {
    const checked = tsc(folder, await readBoard(name));
    const edit = editor(folder);
    const anew = middle(() => {
      edit();
      return seconds(folder, [RINGMOTE, "build", "./climate", "--board", name]);
    });
    const next: number[] = [];
    // The first of them is the first of this process, and does not count.
    for (let run = 0; run <= RUNS; run++) {
      edit();
      const begun = performance.now();
      await buildImage({ firmware: join(folder, "climate"), board: name });
      next.push((performance.now() - begun) / 1000);
    }
    const peer = { peer: TSC_NAME, value: checked };
    const what = (how: string) => `build of climate for ${name}, ${how}`;
    rows.push(
      peerRow("Node", "second", what("in a new process, nothing kept"), anew, peer, { ratioAtMost: 1.5 }),
      peerRow(
        "Node",
        "second",
        what("the next one of a process, device.ts edited"),
        middleOf(next.slice(1)),
        peer,
        {
          ratioAtMost: 0.4,
        },
      ),
    );
  }
  return rows;
}

/** Every firmware on every board that it is wired for, one after the other in this process. */
async function allRow(folder: string): Promise<Row> {
  const value = tsc(folder, await readBoard(BOARDS[0]));
  const begun = performance.now();
  for (const firmware of firmwareNames())
    for (const board of await wiredBoards(firmware))
      await buildImage({ firmware, board, evenTooLarge: true });
  const all = (performance.now() - begun) / 1000;
  const name = "all firmware of the package on all boards";
  return peerRow("Node", "second", name, all, { peer: TSC_NAME, value }, { ratioAtMost: 12 });
}

/** Edits the device; no two edits are alike. */
function editor(folder: string): () => void {
  const source = join(folder, "climate", "device.ts");
  return () => {
    const text = readFileSync(source, "utf8");
    writeFileSync(source, text.replace(/seconds\(\d+\),\n/, `seconds(${31 + edits++}),\n`));
  };
}

function tsc(folder: string, board: Board): number {
  const { boot, globals } = platformOf(board);
  const {
    target: _,
    module: __,
    moduleResolution: ___,
    moduleDetection: ____,
    lib,
    ...options
  } = compilerOptions;
  const words = { target: "es2022", module: "esnext", moduleResolution: "bundler", moduleDetection: "force" };
  const config = {
    compilerOptions: { ...options, ...words, lib: lib?.map((file) => file.replace(/^lib\.|\.d\.ts$/g, "")) },
    files: [join(folder, "climate", "device.ts"), boot, ...globals],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  return middle(() => seconds(folder, [TSC, "-p", folder]));
}

function seconds(folder: string, words: readonly string[]): number {
  const begun = performance.now();
  execFileSync(process.execPath, words, { cwd: folder, stdio: "pipe" });
  return (performance.now() - begun) / 1000;
}

function middle(run: () => number): number {
  return middleOf(Array.from({ length: RUNS }, run));
}

function middleOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}
