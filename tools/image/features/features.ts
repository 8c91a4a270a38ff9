// Features of an image: those that its device and its board need, and those that its user wants besides.
import type { Board, PwmFacts } from "../../../boards/board.ts";
import { ESP_VARIANTS, type LaterOnNodeMcu } from "../../../boards/chips/chip.ts";
import { unknownName } from "../../../src/arguments/nearest-name.ts";
import { cannotYet } from "../../../src/checks/cannot-yet.ts";
import { calendarDay } from "../../../src/clock/calendar.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { Diagnostic } from "../../../src/device/declare/diagnostics.ts";
import * as WRITTEN from "../../../src/features.ts";
import { siteText, sunOf } from "../../../src/platform/node/sun-table.ts";
import { zoneNames, zonesText } from "../../../src/platform/node/zone-of.ts";
import type { Constants } from "../../compiler/read/given-constants.ts";
import { BuildError } from "../../compiler/source/build-error.ts";
import type { FeatureSet } from "../../targets/image.ts";
import type { WiredRoles } from "../../targets/targets.ts";
import { USUAL_HERTZ } from "../wiring/bus-faults.ts";
import { contactWakeOf } from "../wiring/sleep-fit.ts";
import { wakeLayout } from "../wiring/sleep-memory.ts";
import { FEATURE_CONSTANTS, FEATURES, type Feature } from "./feature-table.ts";

/** The wishes of a build's user, by the names of features. */
export interface FeatureWishes {
  with?: readonly string[];
  without?: readonly string[];
}

/**
 * The features of an image. Refuses a wish that names none, that the device forbids, or that the board cannot
 * fulfil.
 */
export function featuresOf(
  declaration: DeviceDeclaration,
  board: Board,
  wishes: FeatureWishes = {},
): FeatureSet {
  const refusals = [
    ...misnamed(wishes),
    ...FEATURES.flatMap((feature) => refusal(feature, declaration, board, wishes)),
  ];
  if (refusals.length > 0) throw new BuildError(refusals);
  return Object.fromEntries(
    FEATURES.map((feature) => [feature.name, isIn(feature, declaration, board, wishes)]),
  );
}

/** The features of a program that no build decides on: the table of features as it is written. */
export function writtenFeatures(): FeatureSet {
  const written: Readonly<Record<string, unknown>> = WRITTEN;
  return Object.fromEntries(FEATURES.map(({ name, constant }) => [name, written[constant] === true]));
}

function isIn(
  { name, neededBy, absentOn, isUsual }: Feature,
  declaration: DeviceDeclaration,
  board: Board,
  wishes: FeatureWishes,
): boolean {
  if (wishes.with?.includes(name)) return true;
  if (neededBy(declaration) !== undefined) return true;
  return isUsual(board) && absentOn(board) === undefined && !wishes.without?.includes(name);
}

function refusal(
  { name, neededBy, absentOn }: Feature,
  declaration: DeviceDeclaration,
  board: Board,
  wishes: FeatureWishes,
): string[] {
  const isWithout = wishes.without?.includes(name) === true;
  const isWith = wishes.with?.includes(name) === true;
  if (isWith && isWithout)
    return [`The feature ${name} is asked for and left out in one build; name it once.`];
  const need = neededBy(declaration);
  if (isWithout && need !== undefined)
    return [`The feature ${name} cannot be left out of ${declaration.name}: ${need}, or keep the feature.`];
  const lack = absentOn(board);
  if (isWith && lack !== undefined)
    return [`The feature ${name} cannot be had on ${board.name}: ${lack}; build without it.`];
  return [];
}

function misnamed(wishes: FeatureWishes): string[] {
  const known = FEATURES.map(({ name }) => name);
  const named = new Set([...(wishes.with ?? []), ...(wishes.without ?? [])]);
  return [...named]
    .filter((name) => !known.includes(name))
    .map((name) => unknownName("feature", name, known) + cannotYet(name));
}

/** The frequency at which a board drives a part whose author gave none. */
export function usualHertz({ fixed }: PwmFacts): number {
  return fixed?.hertz ?? WRITTEN.PWM_HERTZ;
}

/**
 * The constants of src/features.ts for an image with these features on this board, these wires, and
 * diagnostics that nobody asked for.
 */
export function featureConstants(
  features: FeatureSet,
  { analogMillivolts, journal, pwm, sleep, variant }: Board,
  wires: WiredRoles,
  usual: readonly Diagnostic[],
  declaration: DeviceDeclaration,
): Constants {
  const { clock = {}, setUp } = declaration;
  const buses = Object.values(wires).filter((wire) => typeof wire === "object");
  const speeds = [...new Set(buses.map(({ hertz = USUAL_HERTZ }) => hertz))];
  return {
    [FEATURE_CONSTANTS]: {
      ...Object.fromEntries(FEATURES.map(({ name, constant }) => [constant, features[name] === true])),
      ...(analogMillivolts === undefined ? {} : { ANALOG_MILLIVOLTS: analogMillivolts }),
      ...(variant === undefined ? {} : nodeMcuConstants(ESP_VARIANTS[variant].nodeMcu)),
      ...(journal === undefined ? {} : { JOURNAL_AT: journal.at, JOURNAL_AREA_BYTES: journal.areaBytes }),
      ...(sleep === undefined ? {} : { LONGEST_SLEEP_MS: sleep.longestMs }),
      RESET_WAKES: features["pin-wakes"] && contactWakeOf({ sleep })?.reset !== undefined,
      SLEEP_MEMORY_BYTES: sleep?.memoryBytes ?? 0,
      WAKE_LAYOUT: declaration.sleep === undefined ? 0 : wakeLayout(declaration),
      WITHOUT_NETWORK_MS: setUp === undefined || setUp === true ? 0 : (setUp.withoutNetwork ?? 0),
      FIRST_DAY: today(),
      ZONES: features.zone ? zonesText(zoneNames(clock), calendarDay(today()).year) : "",
      ...(features["place-setting"] ? { SITE: siteText(declaration) } : {}),
      ...(features.sun && !features["place-setting"] ? sunConstants(declaration) : {}),
      USUAL_UPTIME: usual.includes("uptime"),
      USUAL_SIGNAL: usual.includes("signal"),
      PWM_HERTZ: usualHertz(pwm),
      I2C_BUSES: Math.max(1, ...buses.map(({ bus = 0 }) => bus + 1)),
      I2C_HERTZ: speeds.length > 1 ? 0 : (speeds[0] ?? USUAL_HERTZ),
    },
  };
}

/** The sun at the place of a device, which its rules name. */
function sunConstants(declaration: DeviceDeclaration): Constants[string] {
  const [sunrise, sunset, dawn, dusk] = sunOf(declaration) ?? [];
  return {
    SUN_AHEAD: sunset?.ahead ?? 0,
    SUNRISES: sunrise?.points ?? "",
    SUNSETS: sunset?.points ?? "",
    DAWNS: dawn?.points ?? "",
    DUSKS: dusk?.points ?? "",
  };
}

const DAY_S = 86_400;

/**
 * Days since 1970-01-01; of a build that is to be made again, as SOURCE_DATE_EPOCH says
 * (reproducible-builds.org).
 */
export function today(): number {
  const { SOURCE_DATE_EPOCH = "" } = process.env;
  const seconds = /^\d+$/.test(SOURCE_DATE_EPOCH) ? Number(SOURCE_DATE_EPOCH) : Date.now() / 1000;
  return Math.floor(seconds / DAY_S);
}

function nodeMcuConstants({ firstAnalog, analogBits }: LaterOnNodeMcu): Constants[string] {
  return { FIRST_ANALOG: firstAnalog, ANALOG_BITS: analogBits, HAS_CHIP_NUMBER: false };
}

/** Values that a build was given, before those that its features ask for. */
export function withGiven(features: Constants, constants: Constants = {}): Constants {
  const own = { ...features[FEATURE_CONSTANTS], ...constants[FEATURE_CONSTANTS] };
  return { ...features, ...constants, [FEATURE_CONSTANTS]: own };
}
