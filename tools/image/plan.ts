// The plan of an image: a firmware, a board, its features, and the modules, checked
// before anything is made of them.
import type { Board, Wiring } from "../../boards/board.ts";
import { classWarnings } from "../../src/checks/class-warnings.ts";
import { sharedLineFaults } from "../../src/checks/one-wire-faults.ts";
import { silentSensorWarnings } from "../../src/checks/silent-sensors.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { Diagnostic } from "../../src/device/declare/diagnostics.ts";
import { areaTwice } from "../../src/discovery/entity-ids.ts";
import type { ClientLimits } from "../../src/mqtt/client.ts";
import { diagnosed, usualDiagnostics } from "../../src/platform/node/usual-diagnostics.ts";
import { readSource } from "../compiler/compile.ts";
import type { Program } from "../compiler/ir/program.ts";
import type { Constants } from "../compiler/read/given-constants.ts";
import { BuildError } from "../compiler/source/build-error.ts";
import { inDeviceLanguage, typedProgram } from "../compiler/source/checked-source.ts";
import { shownPath } from "../files/shown-path.ts";
import { hardwareOf } from "../targets/facts.ts";
import type { FeatureSet } from "../targets/image.ts";
import type { WiredRoles } from "../targets/targets.ts";
import { TARGETS } from "../targets/targets.ts";
import { announced, SILENCE, withAnnounced } from "./discovery.ts";
import { type Entry, entryModule, platformOf } from "./entry.ts";
import { type FeatureWishes, featuresOf, today, writtenFeatures } from "./features/features.ts";
import { zoneWarnings } from "./features/zone-warnings.ts";
import {
  type Firmware,
  firmwareFolder,
  firmwareNames,
  readFirmware,
  readSoundFirmware,
  requireNone,
  requireSound,
} from "./firmware/firmware.ts";
import { soundWires } from "./firmware/sound-wires.ts";
import { wiringFor } from "./firmware/wired-board.ts";
import { withGivenValues } from "./given-values.ts";
import { journalFaults } from "./journal/journal-fit.ts";
import { limitsFor } from "./limits.ts";
import { pageFitFaults } from "./page-fit.ts";
import { updateFitFaults } from "./update-fit.ts";
import { analogFaults } from "./wiring/analog-faults.ts";
import { pwmFaults } from "./wiring/pwm-faults.ts";
import { sleepFitFaults, sleepsByJournal, sleepWarnings } from "./wiring/sleep-fit.ts";
import { warningsOf } from "./wiring/traps.ts";
import { lineOn, neededRoles } from "./wiring/wiring.ts";

export interface BuildOptions extends FeatureWishes {
  /** A firmware of this package by its name, or the path of a folder with a device.ts and a wiring.ts. */
  firmware: string;
  /** A board by its name, which the firmware's wiring has. */
  board: string;
  /** Values in place of those that modules give their constants. */
  constants?: Constants;
  /** Limits of the client in place of the board's. */
  limits?: ClientLimits;
  /**
   * An image that is over the board's budget is no fault: it runs where there is more room, on a hosted chip.
   */
  evenTooLarge?: true;
  /** The device has only the diagnostics that its author names. */
  withoutUsual?: true;
}

/** All parts of an image, checked. */
export interface Plan {
  firmware: string;
  folder: string;
  declaration: DeviceDeclaration;
  /** Those of its diagnostics that its author does not name. */
  usual: readonly Diagnostic[];
  board: Board;
  features: FeatureSet;
  limits: ClientLimits;
  constants: Constants | undefined;
  warnings: readonly string[];
  wires: WiredRoles;
  /** The whole program, before any decision; none for a bundled target. */
  program: Program | undefined;
}

/** Throws a BuildError for all that its user can mend. */
export async function planOf(options: BuildOptions): Promise<Plan> {
  const read = await readFirmware(options.firmware);
  const { name: firmware, folder, declaration } = read;
  const wired = await wiringFor(read, options.board);
  const { board } = wired;
  const usual = usualOn(board, declaration, options);
  // It was read for this plan: what is wrong with it is found by the record that it is.
  Object.assign(declaration, diagnosed(declaration, usual));
  if (sleepsByJournal(declaration, board)) declaration.journal = true;
  const features = featuresOf(declaration, board, options);
  const wires = await soundWires(read, wired);
  await requireNone(folder, [
    ...journalFaults(declaration, board),
    ...sleepFitFaults(declaration, wired),
    ...updateFitFaults(declaration, board),
    ...pageFitFaults(declaration, board),
    ...sharedLineFaults(declaration, lineOn(wired)),
    ...analogFaults(declaration, board),
    ...(await pwmFaults(declaration, board)),
  ]);
  const plan = {
    firmware,
    folder,
    declaration,
    usual,
    board,
    features,
    limits: options.limits ?? limitsFor(declaration, board),
    constants: options.constants,
    warnings: [...warningsOf(neededRoles(declaration), wired), ...warningsIn(declaration, wired, features)],
    wires,
  };
  if ("bundle" in TARGETS[board.target]) {
    refuseToLeaveOut(board, options.without ?? []);
    await readSoundFirmware(options.firmware, plan.limits.linkBytes);
    return { ...plan, features: writtenFeatures(), program: undefined };
  }
  return { ...plan, program: await wholeProgram(read, plan) };
}

function refuseToLeaveOut(board: Board, unwanted: readonly string[]): void {
  if (unwanted.length === 0) return;
  throw new BuildError(
    `An image for ${board.name} has every feature, and none can be left out; build it without --without ${unwanted.join(",")}.`,
  );
}

function warningsIn(declaration: DeviceDeclaration, wired: Wiring, features: FeatureSet): string[] {
  const { board } = wired;
  const doubled = areaTwice(declaration);
  return [
    ...sleepWarnings(declaration, wired),
    ...silentSensorWarnings(declaration),
    ...classWarnings(declaration),
    // On a computer they are made at each start.
    ...("bundle" in TARGETS[board.target] ? [] : zoneWarnings(declaration, features, today())),
    ...(doubled === undefined ? [] : [doubled]),
  ];
}

/** The diagnostics of its board, unless whoever builds leaves them out. */
function usualOn(
  { diagnostics = [] }: Board,
  declaration: DeviceDeclaration,
  { without = [], withoutUsual }: BuildOptions,
): Diagnostic[] {
  return withoutUsual === true || without.includes("diagnostics")
    ? []
    : usualDiagnostics(declaration, diagnostics);
}

/** All that the device imports, read and checked. */
async function wholeProgram(
  read: Firmware,
  { folder, declaration, board, limits, wires }: Omit<Plan, "program">,
): Promise<Program> {
  const { boot, globals } = platformOf(board);
  const hardware = hardwareOf(board);
  // Before the compiler, which takes seconds.
  await requireSound(read, limits.linkBytes, hardware);
  const typed = typedProgram(entryModule(folder, boot), globals, [SILENCE], entriesBeside(folder, boot));
  const source = readSource(inDeviceLanguage(typed, { target: board.target, globals }));
  const booted = withGivenValues(source, shownPath(typed.entry.fileName), wires, limits);
  return withAnnounced(booted, announced(declaration, limits.linkBytes, hardware));
}

/** The firmware of this package that this process builds first. */
let first: string | undefined;

/**
 * A process that builds a second firmware of this package builds more of them: these share a program, and all
 * that is known of it.
 */
function entriesBeside(folder: string, boot: string): Entry[] {
  const folders = firmwareNames().map(firmwareFolder);
  if (!folders.includes(folder)) return [];
  first ??= folder;
  return first === folder ? [] : folders.map((path) => entryModule(path, boot));
}
