// CPU time of builds and of the help, in the package as it is installed, beside programs that everybody who
// has Node and TypeScript runs. Each command is a process of its own.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageFolder } from "../../../files/package-folder.ts";
import { makeProduct } from "../../packages/product.ts";
import { benchRow, type Figure, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import type { BuildAnswer, BuildQuestion } from "./build-child.ts";
import { startChild, withChildren } from "./child.ts";
import { inTurn, middlePair, type Pair } from "./pairs.ts";

const [FIRMWARE, BOARD] = ["climate", "esp32-nodemcu"];
/** What an image for the same chip is made of, checked by TypeScript alone. */
const CHECKED = "src/platform/nodemcu";
const ROUNDS = 3;
/** A start takes less than the clock of processes tells apart. */
const STARTS = 20;

export const builds: Section = {
  title: "CPU time of builds and of the help: Node",
  subject: "the build in Node",
  measure: async () => {
    const work = mkdtempSync(join(tmpdir(), "ringmote-builds-"));
    const product = join(packageFolder, "dist", "bench", "ringmote");
    try {
      await makeProduct(product);
      return await rowsOf(new Product(product, work));
    } finally {
      for (const folder of [work, product]) rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** The package in a folder; what it writes comes into another one. */
class Product {
  constructor(
    private readonly folder: string,
    readonly work: string,
  ) {}

  /** CPU seconds of a command, `times` times. */
  seconds(args: readonly string[], times = 1): number {
    return cpuSeconds([join(this.folder, "tools", "cli", "ringmote.js"), ...args], this.work, times);
  }

  /** As it is installed: nothing is kept of an earlier build. */
  forget(): void {
    rmSync(join(this.folder, "node_modules"), { recursive: true, force: true });
  }
}

async function rowsOf(product: Product): Promise<Row[]> {
  const cold = () => {
    product.forget();
    return product.seconds(["build", FIRMWARE, "--board", BOARD]);
  };
  const help = () => product.seconds(["--help"], STARTS) / STARTS;
  const empty = () => cpuSeconds(["-e", "0"], packageFolder, STARTS) / STARTS;
  const tscOnce = tsc();
  product.forget();
  return [
    row(await inTurn(ROUNDS, cold, tsc), {
      name: `build ${FIRMWARE} for ${BOARD}, the first build on a computer`,
      target: { ratioAtMost: 2 },
      headline: "Build: the first one",
    }),
    row(await inTurn(ROUNDS, () => edited(product.work), tsc), {
      name: `build a device of one's own for ${BOARD} again in the same process, edited since its first build there`,
      target: { ratioAtMost: 0.6 },
      headline: "Build: the next one, edited",
    }),
    row([{ ours: product.seconds(["build", "--all", "--json"]), theirs: tscOnce }], {
      name: "build every firmware for every board of its wiring, of which nothing is kept",
      target: { ratioAtMost: 25 },
      headline: "Build: all firmware",
    }),
    row(await inTurn(ROUNDS, help, empty), {
      name: "ringmote --help",
      peer: "node -e 0",
      target: { ratioAtMost: 2.5 },
      headline: "The help",
    }),
  ];
}

function row(pairs: readonly Pair[], figure: Pick<Figure, "name" | "target" | "headline" | "peer">): Row {
  const { ours, theirs } = middlePair(pairs);
  const peer = `tsc --noEmit -p ${CHECKED}`;
  return benchRow({ engine: "Node", unit: "CPU second", peer, ...figure, ours, value: theirs });
}

function tsc(): number {
  return cpuSeconds(["node_modules/typescript/bin/tsc", "--noEmit", "-p", CHECKED], packageFolder);
}

/** CPU seconds of the second build in a process, of a device in this folder. */
function edited(folder: string): Promise<number> {
  const child = startChild<BuildQuestion, BuildAnswer>("build-child.ts", [BOARD, folder]);
  return withChildren([child], async () => {
    await child.ask({ every: 30 });
    return child.ask({ every: 31 });
  });
}

/** The line of `times` for what was started: minutes and seconds of the program, and of the kernel for it. */
const TIMES = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/;

/** CPU seconds of Node with these arguments, the kernel's included, for all `times` times. */
function cpuSeconds(args: readonly string[], cwd: string, times = 1): number {
  const repeated = 'n=$1; shift; while [ "$n" -gt 0 ]; do "$@" >&2 || exit 1; n=$((n-1)); done; times';
  const { status, stdout, stderr } = spawnSync(
    "sh",
    ["-c", repeated, "sh", String(times), process.execPath, ...args],
    { cwd, encoding: "utf8", maxBuffer: 2 ** 26 },
  );
  const [, userMinutes, user, kernelMinutes, kernel] = TIMES.exec(stdout)?.map(Number) ?? [];
  if (status !== 0 || kernel === undefined) throw new Error(`node ${args.join(" ")} has failed: ${stderr}`);
  return 60 * ((userMinutes ?? 0) + (kernelMinutes ?? 0)) + (user ?? 0) + kernel;
}
