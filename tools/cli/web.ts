// ringmote web: the page that flashes boards from the browser, served on this computer or written as static
// files.
import { spawn } from "node:child_process";
import { basename } from "node:path";
import { Command } from "commander";
import { printable } from "../../src/client/faults/foreign-text.ts";
import { note, print } from "../terminal/output.ts";
import { whenAskedToEnd } from "./when-asked-to-end.ts";
import { withExamples } from "./words/example.ts";
import { RunError, UsageError } from "./words/failure.ts";
import { numberOption } from "./words/number-option.ts";

interface WebOptions {
  port: number;
  host: string;
  open?: boolean;
  out?: string;
  firmware: readonly string[];
  board: readonly string[];
}

const PORT = 8080;
const LOOPBACK = "127.0.0.1";

export function webCommand(): Command {
  const command = new Command("web")
    .description("serves the page that flashes a board from the browser, or writes it as static files")
    .option(
      "--port <port>",
      "where it is served",
      numberOption("--port", { least: 0, most: 65535, whole: true }),
      PORT,
    )
    .option("--host <address>", "the address that it listens on", listeningAddress, LOOPBACK)
    .option("--open", "opens it in the browser")
    .option(
      "--out <folder>",
      "writes it, with every image, into a folder that is new, empty, or holds it already",
    )
    .option(
      "--firmware <names>",
      "offers these alone: names or folders, as climate,./my-device (default: those of the project in this folder, and the package's)",
      names,
      [],
    )
    .option("--board <names>", "offers these boards alone", names, [])
    .addHelpText(
      "after",
      "\nA browser lets a page use serial ports when it came from this computer or by https:// only.",
    )
    .action(web);
  return withExamples(
    command,
    "ringmote web",
    "ringmote web --out site --firmware climate --board d1-mini-espruino",
  );
}

/**
 * Node takes an empty one for every address of the computer: a script with an empty variable would open the
 * page to all.
 */
function listeningAddress(text: string): string {
  if (text.trim() !== "") return text;
  throw new UsageError(
    `--host names no address; leave it out for ${LOOPBACK}, or name one of this computer, 0.0.0.0 for all of them.`,
  );
}

/** "a,b" and a second option's "c" as one list. */
function names(text: string, before: readonly string[]): readonly string[] {
  return [...before, ...text.split(",").filter((name) => name !== "")];
}

async function web(options: WebOptions): Promise<void> {
  if (options.out !== undefined && options.open)
    throw new UsageError("--open opens what is served, and --out serves nothing; give one of them.");
  const { checkedBoard, checkedFirmware } = await import("./catalogue.ts");
  const choice = {
    ...(options.firmware.length > 0
      ? { firmware: options.firmware.map(checkedFirmware) }
      : { own: await devicesHere() }),
    ...(options.board.length > 0 && { boards: options.board.map(checkedBoard) }),
  };
  if (options.out !== undefined) {
    const { keptImage } = await import("../image/keep/kept-image.ts");
    return write({ ...choice, folder: options.out, build: keptImage });
  }
  const { servePage } = await import("../web/server.ts");
  const { BuildWorker } = await import("../image/keep/build-worker.ts");
  const beside = new BuildWorker();
  const server = await servePage({
    ...choice,
    host: options.host,
    port: options.port,
    build: (wanted) => beside.build(wanted),
  }).catch((error: NodeJS.ErrnoException) => {
    throw refusal(error, options);
  });
  // Before anybody is told that it is there: who is told may end it.
  const ending = whenAskedToEnd();
  print(`The page is at ${server.url} until Ctrl-C.`);
  if (options.open) openBrowser(server.url);
  print(await ending);
  // In this order: what waits for its turn would begin a new process.
  await server.close();
  beside.close();
}

/**
 * The devices of the project in this folder. What cannot be read yet is left out with its sentence, and the
 * page has the rest.
 */
async function devicesHere(): Promise<string[]> {
  const { ownDevices, typedPath } = await import("../image/firmware/own-devices.ts");
  const { readCatalogue } = await import("../web/catalogue.ts");
  const { BuildError } = await import("../compiler/source/build-error.ts");
  const { folders, isProject } = ownDevices(process.cwd());
  const [first] = folders;
  if (first === undefined) return [];
  const all = folders.map((folder) => basename(folder)).join(", ");
  if (!isProject) {
    note(
      `ringmote: left out, and not run: ${all}; no package.json here depends on ringmote. Name a device that you trust: ringmote web --firmware ${typedPath(first)}`,
    );
    return [];
  }
  note(`ringmote: the devices of this project are run, to be shown: ${all}.`);
  const own: string[] = [];
  for (const folder of folders) {
    try {
      await readCatalogue({ firmware: [folder] });
      own.push(folder);
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      for (const sentence of error.refusals) note(`ringmote: left out: ${sentence}`);
    }
  }
  return own;
}

function refusal(error: NodeJS.ErrnoException, { port, host }: WebOptions): Error {
  switch (error.code) {
    case "EADDRINUSE":
      return new RunError(`Another program has port ${port}; give another one with --port, or 0 for any.`);
    case "EACCES":
      return new RunError(`You may not listen on port ${port}; give one from 1024 up with --port.`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new RunError(`This computer has no address ${host}; leave --host out to listen on ${LOOPBACK}.`);
    default:
      return error;
  }
}

type Site = Omit<Parameters<typeof import("../web/write-site.ts").writeSite>[0], "onImage">;

async function write(site: Site): Promise<void> {
  const { writeSite } = await import("../web/write-site.ts");
  const isTerminal = process.stderr.isTTY === true;
  const onImage = (name: string, done: number, all: number) => {
    const line = `Building ${name} (${done + 1} of ${all})`;
    process.stderr.write(isTerminal ? `\r\x1b[K${printable(line)}` : `${printable(line)}\n`);
  };
  let report: Awaited<ReturnType<typeof writeSite>>;
  try {
    report = await writeSite({ ...site, onImage });
  } finally {
    if (isTerminal) process.stderr.write("\r\x1b[K");
  }
  const { images, bytes, refused } = report;
  for (const sentence of refused) note(`ringmote: left out: ${sentence}`);
  print(
    `The page is in ${site.folder}, with ${images} image${images === 1 ? "" : "s"}: ${bytes} bytes. Put it on any host with https://.`,
  );
}

/** Best effort: the address is printed anyway. */
function openBrowser(url: string): void {
  const openers: Readonly<Record<string, readonly [string, ...string[]]>> = {
    darwin: ["open", url],
    win32: ["cmd", "/c", "start", "", url],
  };
  const [program, ...args] = openers[process.platform] ?? ["xdg-open", url];
  spawn(program, args, { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}
