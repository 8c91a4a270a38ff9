// Makes images for each target, from the smallest program to files, and says what a
// device made of them will hold.
import type { Board, TargetName } from "../../boards/board.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { Diagnostic } from "../../src/device/declare/diagnostics.ts";
import type { ClientLimits } from "../../src/mqtt/client.ts";
import type { I2cPins } from "../../src/ports/i2c.ts";
import type { Program } from "../compiler/ir/program.ts";
import type { UpdatePart } from "../update/signed-update.ts";
import { espruino } from "./espruino/target.ts";
import type { Image, ImageFile } from "./image.ts";
import { linux } from "./linux/target.ts";
import type { Holding } from "./memory-estimate.ts";
import { nodemcu } from "./nodemcu/target.ts";
import type { StartNeeds } from "./start-needs.ts";

export type Target = CompiledTarget | BundledTarget;

/** A target whose engine has little room: its program is made as small as it can be. */
export interface CompiledTarget extends Holder {
  /** Does the engine read past the source of a branch that it does not take? Then rare code stays apart. */
  areBranchesApart: boolean;
  /** The files of an image. `firmware` is its name, for an error. */
  emit(program: Program, firmware: string, start: StartNeeds): Promise<ImageFile[]>;
  /** Files of the device besides its program. */
  complete?(files: readonly ImageFile[]): ImageFile[];
  /**
   * The files of an image whose device can be set up over the air: with the set-up's program, and the one
   * that chooses between them.
   */
  withSetUp(files: readonly ImageFile[], setUp: Program, choice: Program): Promise<ImageFile[]>;
  /** Bytes of an image's code that lies in flash and runs there; `undefined` where it cannot. */
  inLfs?(image: Omit<Image, "inLfs">, board: Board, handshakeBytes: number): Image["inLfs"];
}

/** A target that runs Node: the modules of a device become one, and nothing of them is left out. */
export interface BundledTarget extends Holder {
  bundle(source: BundleSource): Promise<ImageFile[]>;
  /** The parts of an update to such an image, in their order; none of one that takes no updates. */
  updateParts(files: readonly ImageFile[]): UpdatePart[];
}

/** Roles on pins as the image knows them, by the firmware's names for the pins. */
export type WiredRoles = Readonly<Record<string, string | number | I2cPins>>;

export interface BundleSource {
  /** The firmware's name, and its folder. */
  firmware: string;
  folder: string;
  declaration: DeviceDeclaration;
  board: Board;
  wires: WiredRoles;
  limits: ClientLimits;
  /** Diagnostics of a device whose author names none. */
  usual: readonly Diagnostic[];
}

interface Holder {
  /** Memory of a device made of these files. */
  heldBy(
    files: readonly ImageFile[],
    declaration: DeviceDeclaration,
    board: Board,
    limits: ClientLimits,
  ): Holding;
  /** Bytes of one more sensor and of one more actuator, about. */
  heldByEach: { sensor: number; actuator: number };
}

export type CompiledName = keyof typeof COMPILED;

export const COMPILED = { espruino, nodemcu } as const satisfies Readonly<Record<string, CompiledTarget>>;

export const TARGETS: Readonly<Record<TargetName, Target>> = { ...COMPILED, linux };
