// The target Espruino: makes its images, and says what a device holds there, fitted to JsVars
// counted in a real interpreter.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { ClientLimits } from "../../../src/mqtt/client.ts";
import type { ImageFile } from "../image.ts";
import { type Holding, longestStrip } from "../memory-estimate.ts";
import type { CompiledTarget } from "../targets.ts";
import { SHUT_DOORS } from "./doors.ts";
import { emitScript } from "./emit.ts";
import { keptVars } from "./kept-vars.ts";
import { CHOICE, isOfDevice, SET_UP } from "./set-up-names.ts";

/**
 * JsVars that are always there; those of each started part, and of the announcement of all; and those of each
 * slot of the ring.
 */
const BASE = 144;
const EACH = { sensor: 16, actuator: 32 };
const DISCOVERY = 45;
const SLOT = 3;
/** Those of two phones that load its page, and of others that call meanwhile: some 240 were counted. */
const PAGE = 300;
/** Bytes of a JsVar in a chain in the smallest pool; it has more in larger ones. */
const BYTES_IN_VAR = 8;

export const espruino: CompiledTarget = {
  areBranchesApart: true,
  emit: emitScript,
  complete: withShutDoors,
  withSetUp: async (files, setUp, choice) => [
    ...files,
    ...(await emitScript(choice, CHOICE)),
    ...(await emitScript(setUp, SET_UP)),
  ],
  heldBy: (files, declaration, _board, limits) => held(files, declaration, limits),
  heldByEach: EACH,
};

function held(files: readonly ImageFile[], declaration: DeviceDeclaration, { slots }: ClientLimits): Holding {
  const { sensors = [], actuators = [], discovery, page } = declaration;
  const declared = files.filter(isOfDevice).reduce((vars, { content }) => vars + keptVars(content.text), 0);
  const parts = EACH.sensor * sensors.length + EACH.actuator * actuators.length;
  const connected = BASE + declared + parts + (discovery === undefined ? 0 : DISCOVERY) + SLOT * slots;
  const sent = Math.ceil(longestStrip(declaration) / BYTES_IN_VAR) + (page === true ? PAGE : 0);
  return { unit: "JsVars", connected, start: 0, called: 0, buffered: 1 / BYTES_IN_VAR, sent };
}

/** An image that shuts the doors first: another tool sends it without that file. */
function withShutDoors(files: readonly ImageFile[]): ImageFile[] {
  return files.map(({ name, content: { text, origins } }) => ({
    name,
    content: { text: `${SHUT_DOORS}\n${text}`, origins: [undefined, ...origins] },
  }));
}
