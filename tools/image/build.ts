// The build: from a firmware and a board to an image. What `ringmote build` and the tests call. plan.ts reads
// and checks what the image is made of; here its program is made small, written by the target, and weighed.
import { relative } from "node:path";
import type { Board } from "../../boards/board.ts";
import { type Fault, fault } from "../../src/checks/fault.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { Diagnostic } from "../../src/device/declare/diagnostics.ts";
import { readSource, smallestProgram } from "../compiler/compile.ts";
import { requireWellFormed } from "../compiler/ir/check.ts";
import { printed } from "../compiler/ir/print.ts";
import type { Program } from "../compiler/ir/program.ts";
import type { Constants } from "../compiler/read/given-constants.ts";
import type { OnChange } from "../compiler/rounds.ts";
import { at, BuildError } from "../compiler/source/build-error.ts";
import { inDeviceLanguage, typedProgram } from "../compiler/source/checked-source.ts";
import { packageFolder } from "../files/package-folder.ts";
import { shownPath } from "../files/shown-path.ts";
import type { FeatureSet } from "../targets/image.ts";
import { type Image, type ImageFile, totalBytes } from "../targets/image.ts";
import { estimateHeld, type HeldEstimate } from "../targets/memory-estimate.ts";
import { COMPILED, type CompiledName, TARGETS } from "../targets/targets.ts";
import { fitsOnlyInLfs, flashBytes, overBudget, placeWarnings, tooLargeRing } from "./budget.ts";
import { SILENCE } from "./discovery.ts";
import { type Entry, platformOf } from "./entry.ts";
import { FEATURES } from "./features/feature-table.ts";
import { featureConstants, withGiven } from "./features/features.ts";
import { devicePlace, requireNone } from "./firmware/firmware.ts";
import { heldByHistories, historyNotes, longHistories, type Measure } from "./history-fit.ts";
import { heldByJournal, journalNote } from "./journal/journal-fit.ts";
import { limitsFor, smallerRing } from "./limits.ts";
import { type BuildOptions, type Plan, planOf } from "./plan.ts";
import { chargeEstimate, chargeNote } from "./power/charge-estimate.ts";
import { accessOf, setUpEntries } from "./set-up-entries.ts";

export type { Constants } from "../compiler/read/given-constants.ts";
export { BuildError } from "../compiler/source/build-error.ts";
export {
  fileSizes,
  type Image,
  type ImageFile,
  imageSummary,
  lineMap,
  roomSizes,
  totalBytes,
} from "../targets/image.ts";
export { FEATURES } from "./features/feature-table.ts";
export { firmwareNames, wiredBoards } from "./firmware/firmware.ts";
export { imageFolder, writeImage } from "./keep/image-folder.ts";
export type { BuildOptions } from "./plan.ts";

/** Called with the number of a build's steps that are done. */
export type OnStep = (done: number, all: number) => void;

/** The steps: checked, and compiled. Each takes about half of the time. */
const STEPS = 2;

const toNobody: OnStep = () => {};

/** The image is too large for its board. Builds without each feature show what to leave out: `cutsOf`. */
export class OverBudget extends BuildError {}

/** The saving of an image without one of its features, measured by building it so. */
export interface Cut {
  feature: string;
  /**
   * The part of the device that needs the feature, and how to write it so that it does not; `undefined`:
   * --without leaves it out.
   */
  need: string | undefined;
  /** Bytes of flash, and of what the device holds at most (the image's `held.unit`). */
  flash: number;
  held: number;
}

/**
 * Builds an image in memory; `writeImage` puts it on disk. Throws a `BuildError` for all that its user can
 * mend.
 */
export async function buildImage(options: BuildOptions, onStep = toNobody): Promise<Image> {
  onStep(0, STEPS);
  const plan = await planOf(options);
  onStep(1, STEPS);
  const image = withLfs(await built(plan, plan.features), plan.board);
  const isTooLarge = !options.evenTooLarge && overBudget(image, plan.board).length > 0;
  // Features that nobody asked for are left out first.
  if (plan.usual.length > 0 && (isTooLarge || image.needsLfs))
    return withNote(await buildImage({ ...options, withoutUsual: true }, onStep), leftOut(plan.usual));
  if (isTooLarge) {
    await requireNone(plan.folder, ringFaults(image, plan));
    await requireNone(
      plan.folder,
      longHistories(image, plan.declaration, plan.board, measureOf(image, plan)),
    );
    throw new OverBudget(
      overBudget(image, plan.board).map((sentence) => at(devicePlace(plan.folder), sentence)),
    );
  }
  const whole = { ...image, warnings: [...image.warnings, ...placeWarnings(image, plan.board)] };
  const notes = historyNotes(image, plan.declaration, plan.board, measureOf(image, plan));
  const worn = journalNote(plan.declaration, plan.board);
  const fed = withNote(notes.reduce(withNote, whole), chargeNote(plan.declaration, plan.board));
  return withNote(
    withNote(fed, worn),
    options.limits === undefined ? smallerRing(plan.declaration, plan.limits) : undefined,
  );
}

function withNote(image: Image, note: string | undefined): Image {
  return note === undefined ? image : { ...image, notes: [note, ...(image.notes ?? [])] };
}

function leftOut(usual: readonly Diagnostic[]): string {
  const names = usual.map((name) => JSON.stringify(name)).join(", ");
  const [are, them] = usual.length > 1 ? ["are", "them"] : ["is", "it"];
  return `${usual.join(" and ")} ${are} left out, for want of room on the board; diagnostics: [${names}] of the device asks for ${them} all the same.`;
}

/** One where the board held the device with its own ring, and does not with the one that is asked for. */
function ringFaults(image: Image, { declaration, board }: Plan): Fault[] {
  if (declaration.ring === undefined) return [];
  const { ring: _, ...modest } = declaration;
  const own = { ...image, limits: limitsFor(modest, board) };
  const smaller = withLfs({ ...own, held: heldBy(own, modest, board) }, board);
  if (overBudget(smaller, board).length > 0) return [];
  return [fault(declaration, "ring", tooLargeRing(image, board))];
}

/**
 * The saving of an image without each of its features, in the image's own units: a build for each. A bundled
 * target leaves none out. Throws a BuildError for all that its user can mend, but not for an image that is
 * too large.
 */
export async function cutsOf(options: BuildOptions, onStep = toNobody): Promise<Cut[]> {
  const plan = await planOf({ ...options, withoutUsual: true });
  if ("bundle" in TARGETS[plan.board.target]) return [];
  const image = await built(plan, plan.features);
  const cuts: Cut[] = [];
  const inside = FEATURES.filter(({ name }) => plan.features[name]);
  for (const [done, { name, neededBy }] of inside.entries()) {
    onStep(done, inside.length);
    const { discovery, ...silent } = plan.declaration;
    const declaration = name === "discovery" ? silent : plan.declaration;
    const without = await built({ ...plan, declaration }, { ...plan.features, [name]: false });
    cuts.push({
      feature: name,
      need: neededBy(plan.declaration),
      flash: flashBytes(image) - flashBytes(without),
      held: image.held.most - without.held.most,
    });
  }
  return cuts;
}

/** Memory that the TLS of an image takes while it opens a connection, where that is known and large. */
function handshakeBytes({ tls }: FeatureSet, board: Board): number {
  return tls && typeof board.tls === "object" ? board.tls.handshakeBytes : 0;
}

function withLfs(image: Image, board: Board): Image {
  const target = TARGETS[board.target];
  if ("bundle" in target) return image;
  const inLfs = target.inLfs?.(image, board, handshakeBytes(image.features, board));
  if (inLfs === undefined) return image;
  const estimated = { ...image, inLfs };
  return { ...estimated, needsLfs: fitsOnlyInLfs(estimated, board) };
}

/**
 * The cost of a feature: bytes of the image, and of the estimate for the connected device (its `held.unit`).
 */
export interface FeatureCost {
  bytes: number;
  held: number;
}

export type FeatureCosts = Readonly<Record<string, FeatureCost>>;

/**
 * The cost of each feature in an image: the image with it less the same image without it, all else equal. A
 * feature that the board cannot have has no cost. Throws a BuildError for a bundled target. `names`: only
 * these, each a build.
 */
export async function featureCosts(
  options: BuildOptions,
  names: readonly string[] = FEATURES.map(({ name }) => name),
  onStep = toNobody,
): Promise<FeatureCosts> {
  const plan = await planOf(options);
  if ("bundle" in TARGETS[plan.board.target])
    throw new BuildError(
      `An image for ${plan.board.name} has every feature, so none has a cost; leave --costs out.`,
    );
  const weigh = async (features: FeatureSet): Promise<FeatureCost> => {
    const image = await built(plan, features);
    return { bytes: totalBytes(image), held: image.held.connected };
  };
  const whole = await weigh(plan.features);
  const costs: [string, FeatureCost][] = [];
  for (const [done, { name, absentOn }] of FEATURES.entries()) {
    onStep(done, FEATURES.length);
    if (!names.includes(name) || absentOn(plan.board) !== undefined) continue;
    const isIn = plan.features[name] === true;
    const changed = await weigh({ ...plan.features, [name]: !isIn });
    const [more, less] = isIn ? [whole, changed] : [changed, whole];
    costs.push([name, { bytes: more.bytes - less.bytes, held: more.held - less.held }]);
  }
  return Object.fromEntries(costs);
}

async function built(plan: Plan, features: FeatureSet): Promise<Image> {
  const { firmware, declaration, board, limits, warnings } = plan;
  const emitted = await filesOf(plan, features);
  const files = emitted.map((file) => withoutPlace(file, plan.folder, firmware));
  const { name, target, chip } = board;
  const charge = chargeEstimate(declaration, board);
  const setUp = "bundle" in TARGETS[target] ? undefined : accessOf(declaration);
  const unweighed = {
    firmware,
    board: name,
    target,
    chip,
    features,
    limits,
    charge,
    warnings,
    files,
    ...(setUp !== undefined && { setUp }),
    ...(declaration.update !== undefined && { updates: true as const }),
  };
  return { ...unweighed, held: heldBy(unweighed, declaration, board) };
}

function heldBy(
  { files, limits, features }: Omit<Image, "held">,
  declaration: DeviceDeclaration,
  board: Board,
): HeldEstimate {
  const holding = TARGETS[board.target].heldBy(files, declaration, board, limits);
  const connected =
    holding.connected + heldByHistories(declaration, holding) + heldByJournal(declaration, holding);
  return estimateHeld({ ...holding, connected }, limits, handshakeBytes(features, board));
}

/** The unit of memory of an image's target. */
function measureOf({ files, limits }: Image, { declaration, board }: Plan): Measure {
  return TARGETS[board.target].heldBy(files, declaration, board, limits);
}

async function filesOf(plan: Plan, features: FeatureSet): Promise<ImageFile[]> {
  const { firmware, declaration, board, program, wires, usual } = plan;
  const target = TARGETS[board.target];
  if ("bundle" in target) return target.bundle(plan);
  if (program === undefined) throw new Error(`The program of ${firmware} was not read.`);
  const decided = featureConstants(features, board, wires, usual, declaration);
  const constants = withGiven(decided, plan.constants);
  const files = await target.emit(smallestProgram(program, target, constants), firmware, {
    sleeps: declaration.sleep !== undefined,
    updates: declaration.update !== undefined,
  });
  const whole = target.complete?.(files) ?? files;
  if (declaration.setUp === undefined) return whole;
  const { boot, globals } = platformOf(board);
  const { setUp, choice } = setUpEntries(boot, declaration, wires);
  const name = board.target as CompiledName;
  return target.withSetUp(
    whole,
    linkEntry(setUp, globals, name, decided),
    // No feature changes it.
    linkEntry(choice, globals, name),
  );
}

/**
 * The program after the last change by the pass of this name; `undefined` where it changed nothing. The
 * result of each pass is checked on the way.
 */
export async function programAfter(options: BuildOptions, pass: string): Promise<string | undefined> {
  const { declaration, features, board, constants, program, wires, usual } = await planOf(options);
  const target = TARGETS[board.target];
  if ("bundle" in target || program === undefined)
    throw new BuildError(`An image for ${board.name} is bundled: no pass goes over its program.`);
  const values = withGiven(featureConstants(features, board, wires, usual, declaration), constants);
  let last: Program | undefined;
  smallestProgram(program, target, values, ({ name }, changed) => {
    requireWellFormed(changed);
    if (name === pass) last = changed;
  });
  return last && printed(last);
}

/**
 * The file without where on this computer its firmware lies: `lamp/device.ts` for a device that is not of
 * this package.
 */
function withoutPlace(file: ImageFile, folder: string, firmware: string): ImageFile {
  const shown = shownPath(folder);
  if (!relative(packageFolder, folder).startsWith("..")) return file;
  const origins = file.content.origins.map((place) =>
    place?.file.startsWith(`${shown}/`)
      ? { ...place, file: `${firmware}${place.file.slice(shown.length)}` }
      : place,
  );
  return { ...file, content: { ...file.content, origins } };
}

/** The smallest program of an entry. */
export function linkEntry(
  entry: Entry,
  globals: readonly string[],
  target: CompiledName,
  constants?: Constants,
  told?: OnChange,
): Program {
  const typed = typedProgram(entry, globals, [SILENCE]);
  return smallestProgram(
    readSource(inDeviceLanguage(typed, { target, globals })),
    COMPILED[target],
    constants,
    told,
  );
}

/** The files of an image. `name` is the firmware's. */
export function emit(program: Program, target: CompiledName, name: string): Promise<ImageFile[]> {
  return COMPILED[target].emit(program, name, { sleeps: false, updates: false });
}
