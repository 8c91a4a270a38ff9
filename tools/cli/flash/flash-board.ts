// The command ringmote flash: opens the port, builds, asks the board what it is,
// sends, and says what to do next.
import { readFileSync } from "node:fs";
import { type Board, TARGET_TITLES } from "../../../boards/board.ts";
import { jsonText } from "../../../src/client/faults/foreign-text.ts";
import { setting } from "../../../src/runtime/settings.ts";
import { type AccessPoint, accessPointOf } from "../../flash/access-point.ts";
import { chipOf, requireFit } from "../../flash/board-fit.ts";
import type { FoundBoard, LfsUse, UploadOptions, UploadReport } from "../../flash/device-console.ts";
import { FlashError } from "../../flash/flash-error.ts";
import { flashImage } from "../../flash/flash-image.ts";
import { installInterpreter } from "../../flash/install-interpreter.ts";
import { type InterpreterFile, parseAddress } from "../../flash/interpreter-file.ts";
import { makeLfs } from "../../flash/nodemcu/terminal-lfs.ts";
import { compiledFor } from "../../flash/nodemcu/terminal-luac.ts";
import { beforeWords, removedWords } from "../../flash/runs-before.ts";
import { portMeant, usbOf } from "../../flash/terminal-ports.ts";
import { openWebSerial } from "../../flash/terminal-web-serial.ts";
import type { BuildOptions, Image } from "../../image/build.ts";
import { boardOf } from "../../image/firmware/wired-board.ts";
import { cacheFolder, keepOrigins } from "../../monitor/line-origins.ts";
import { TARGET_FACTS } from "../../targets/facts.ts";
import { lineMap } from "../../targets/image.ts";
import { note, print, printJson } from "../../terminal/output.ts";
import { featureWishes } from "../build/feature-options.ts";
import { shownBuild } from "../build/shown-build.ts";
import { tellWarnings } from "../build/tell-warnings.ts";
import { boardNames, readBoard } from "../catalogue.ts";
import { atPort, boardLine, withBoard } from "../device-port.ts";
import { whenAskedToEnd } from "../when-asked-to-end.ts";
import { RunError, UsageError } from "../words/failure.ts";
import { createProgress } from "../words/progress.ts";
import type { FlashOptions } from "./flash.ts";
import { tellAccessPoint } from "./tell-access-point.ts";

const WITHOUT_TLS =
  "ringmote: warning: the settings on the board ask for TLS, and this image has none: it does not start with them; flash it with --with tls where the board can have that, or store other settings.";

const PRESS_RESET =
  "press its button RST (RESET, EN): it was brought into its boot loader by a button, and starts by one.";

/** Builds a firmware and sends it; with `watch`, again after each change until somebody asks it to end. */
export async function flashBoard(firmware: string, board: string, options: FlashOptions): Promise<void> {
  const forNodeMcu =
    options.luac !== undefined ? "--luac" : options.lfs !== undefined ? lfsOption(options) : "";
  const { target } = await boardMeant(firmware, board);
  const { hasLfs, startsBootFiles, hasConsole } = TARGET_FACTS[target];
  if (!hasConsole)
    throw new UsageError(
      `${board} is a computer and has no console to be flashed by; say "ringmote build ${firmware} --board ${board}", and copy the folder there (docs/linux.md).`,
    );
  if (forNodeMcu !== "" && !hasLfs)
    throw new UsageError(
      `${board} runs ${TARGET_TITLES[target]}, which compiles nothing and has no LFS; ${forNodeMcu} is for boards with NodeMCU ("ringmote boards" names them).`,
    );
  if (options.keepBootFiles === true && !startsBootFiles)
    throw new UsageError(
      `${board} runs ${TARGET_TITLES[target]}, which starts no boot files of other programs; --keep-boot-files is for boards with Espruino ("ringmote boards" names them).`,
    );
  const wishes = await featureWishes(options);
  const port = await portMeant(options.port);
  const send = () => sendOnce({ ...wishes, firmware, board }, { ...options, port });
  await send();
  if (!options.watch) return;
  const { whenChanged } = await import("../source-changes.ts");
  const { firmwareFolder } = await import("../../image/firmware/firmware.ts");
  const changes = whenChanged(firmwareFolder(firmware), async () => {
    try {
      await send();
    } catch (error) {
      // A slip in the source, or a board that is being plugged in, is mended while this waits.
      note(`ringmote: ${(error as Error).message}`);
    }
  });
  note(await whenAskedToEnd());
  await changes.end();
}

async function sendOnce(wanted: BuildOptions, options: FlashOptions & { port: string }): Promise<void> {
  const facts = await boardMeant(wanted.firmware, wanted.board);
  const sent = await atPort(options, async (port) => {
    // A wrong port is told before a build takes its time, and a slip in the source before the board is asked
    // anything.
    const image = await builtImage(wanted);
    return withBoard(port, async (console_) => {
      const { found } = console_;
      if (!options.json) print(whatIsFound(port.name, found, options));
      requireFit(facts, found);
      const progress = createProgress(`Sending ${image.firmware}`);
      try {
        // Before the device, which starts at the end of the upload.
        const accessPoint = await accessPointOf(image.setUp, console_);
        const report = await console_.upload(flashImage(image), {
          ...uploadOptions(options),
          onProgress: progress,
        });
        const settings = await settingsOf(console_);
        if (setting(settings, "tls") === "1" && image.features.tls !== true) note(WITHOUT_TLS);
        return { image, found, report, accessPoint, hasSettings: settings !== "" };
      } finally {
        progress.end();
      }
    });
  });
  remember(options.port, sent.image);
  if (options.json)
    printJson({
      port: options.port,
      board: shownBoard(sent.found),
      ...sent.report,
      accessPoint: sent.accessPoint,
    });
  else await tellOutcome(sent, options);
}

/** What runs before is named where it stays; an upload says what it has removed. */
function whatIsFound(port: string, board: FoundBoard, { keepBootFiles = false }: FlashOptions): string {
  const line = boardLine(port, board);
  return board.runsBefore === undefined || !keepBootFiles
    ? line
    : `${line}\n${beforeWords(board.runsBefore, true)}`;
}

async function builtImage(wanted: BuildOptions): Promise<Image> {
  const image = await shownBuild(wanted);
  tellWarnings(image);
  return image;
}

/** What every board has; what one interpreter knows besides is no fact that a program would read. */
function shownBoard({
  target,
  chip,
  version,
  chipId,
  freeMemory,
  freeStorage,
  totalStorage,
  installed,
  runsBefore,
}: FoundBoard) {
  return { target, chip, version, chipId, freeMemory, freeStorage, totalStorage, installed, runsBefore };
}

function uploadOptions({ inPlace, keepBootFiles, luac, lfs }: FlashOptions): UploadOptions {
  if (luac !== undefined)
    return { inPlace, compile: (image, board) => compiledFor(image, board, { program: luac }) };
  return { inPlace, keepBootFiles, lfs: lfs === undefined ? "auto" : lfs ? "always" : "never", makeLfs };
}

/**
 * A device that has just been started may be busy: whether it has settings is worth a hint and no failure.
 */
async function settingsOf(board: { readSettings(): Promise<string> }): Promise<string> {
  try {
    return await board.readSettings();
  } catch (error) {
    if (error instanceof FlashError && error.kind !== "lost") return "unknown";
    throw error;
  }
}

/**
 * The monitor shows errors at their source with it; a computer that cannot keep it can flash all the same.
 */
function remember(port: string, image: Image): void {
  try {
    keepOrigins(port, flashImage(image), lineMap(image));
  } catch (error) {
    note(
      `ringmote: warning: the lines of the image cannot be kept in ${cacheFolder()} (${(error as Error).message}); give "ringmote monitor" the image with --image.`,
    );
  }
}

interface Sent {
  image: Image;
  report: UploadReport;
  accessPoint: AccessPoint | undefined;
  hasSettings: boolean;
}

async function tellOutcome(
  { image, report, accessPoint, hasSettings }: Sent,
  { port }: FlashOptions & { port: string },
): Promise<void> {
  const { sent, kept, files, lfs, removed } = report;
  const what = files.length === 0 ? "nothing had changed" : `${sent} bytes sent, ${kept} were there already`;
  const next = [
    ...(hasSettings
      ? []
      : [
          `  npx ringmote settings --port ${port} --ssid <network> --broker mqtt://<host>   # Wi-Fi and broker`,
        ]),
    `  npx ringmote monitor --port ${port}   # what it says`,
  ];
  const happened = [
    `${image.firmware} runs on the board: ${what}.`,
    ...lfsInWords(lfs),
    ...(removed === undefined ? [] : [removedWords(removed)]),
  ];
  print(happened.join("\n"));
  if (accessPoint !== undefined) await tellAccessPoint(accessPoint);
  print(["", "Next:", ...next].join("\n"));
}

function lfsInWords(lfs: LfsUse | undefined): string[] {
  if (lfs === undefined) return [];
  if (lfs.used)
    return [
      `Its code runs from the LFS, of which it fills ${lfs.bytes} of ${lfs.of} bytes, and takes no memory.`,
    ];
  return lfs.why === undefined ? [] : [lfs.why];
}

function lfsOption({ lfs }: FlashOptions): string {
  return lfs === true ? "--lfs" : "--no-lfs";
}

/** Installs the board's own interpreter from a file. `source`: a firmware whose wiring has the board. */
export async function flashInterpreter(
  file: string,
  source: string | undefined,
  options: FlashOptions,
): Promise<void> {
  const firmware: InterpreterFile = {
    name: file,
    data: contentOf(file),
    address: addressOf(options.offset ?? "0"),
  };
  const path = await portMeant(options.port);
  const board = options.board === undefined ? undefined : await boardMeant(source, options.board);
  const progress = createProgress(`Installing ${file}`);
  try {
    const { chip, needsReset } = await installInterpreter(
      openWebSerial(path, await usbOf(path)),
      [firmware],
      {
        ...(board !== undefined && { chip: chipOf(board) }),
        onProgress: progress,
      },
    );
    progress.end();
    print(
      options.json
        ? jsonText({ port: path, chip, file, address: firmware.address, ...(needsReset && { needsReset }) })
        : `${path}: ${file} is installed on the ${chip}; ${needsReset ? PRESS_RESET : "the board starts anew."}`,
    );
    // Without a board's name it may be any interpreter.
    const { openWhenBare } = TARGET_FACTS[board?.target ?? "espruino"];
    if (options.json !== true && openWhenBare !== undefined) print(openWhenBare);
  } finally {
    progress.end();
  }
}

/** One of this package is known before the firmware is looked at. */
function boardMeant(firmware: string | undefined, board: string): Promise<Board> {
  return firmware === undefined || boardNames().includes(board) ? readBoard(board) : boardOf(firmware, board);
}

function addressOf(offset: string): number {
  try {
    return parseAddress(offset);
  } catch (error) {
    throw new UsageError(`--offset: ${(error as Error).message}`);
  }
}

function contentOf(file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    throw new RunError(`The file ${file} cannot be read: ${(error as Error).message}.`);
  }
}
