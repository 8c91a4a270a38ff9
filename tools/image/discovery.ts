// The announcements of a device in its image: what makes them in Node is a module that announces nothing
// there, in whose functions the finished texts are put when it is read. So what is read is the same for every
// device and board.
//
// The texts stand in functions that run when a connection begins: on both targets they stay in flash until
// then.
import { join } from "node:path";
import type { DeviceDeclaration, Hardware } from "../../src/device/declare/device.ts";
import { announcedRecord, announcementsOf, birthTopicOf } from "../../src/discovery/announcements.ts";
import { CHIP, ID, ROOT } from "../../src/discovery/entity.ts";
import type {
  Block,
  Expression,
  FunctionDef,
  Place,
  Program,
  Statement,
  Variable,
} from "../compiler/ir/program.ts";
import { mapFunctions } from "../compiler/ir/rewrite.ts";
import { NUMBER, TEXT, TRUTH } from "../compiler/ir/types.ts";
import { visitBlock } from "../compiler/ir/visit.ts";
import { operation, text } from "../compiler/read/made.ts";
import { utf8Bytes } from "../compiler/source/bytes.ts";
import type { WrittenModule } from "../compiler/source/checked-source.ts";
import { packageFolder } from "../files/package-folder.ts";
import { shownPath } from "../files/shown-path.ts";

const MESSAGES = join(packageFolder, "src", "discovery", "messages.ts");

/** The module that announces nothing, and names all that texts have stand-ins for. */
export const SILENCE: WrittenModule = {
  file: MESSAGES,
  text: `import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { Announcer } from "./announcer.ts";
export function isAnnounced(_declaration: DeviceDeclaration): boolean { return false; }
export function birthTopic(_declaration: DeviceDeclaration): string { return ""; }
/** @cold */
export function announcedMessages(announcer: Announcer): string {
  return announcer.id + announcer.root + announcer.ports.chipId();
}
/** @cold */
export function announcementPayload(announcer: Announcer, index: number): string {
  if (index === 0) return announcer.id + announcer.root + announcer.ports.chipId();
  return "";
}
`,
};

/** The announcements of a device: texts with the stand-ins of `entity.ts`. */
export interface AnnouncedTexts {
  birth: string;
  record: string;
  payloads: readonly string[];
}

/** The same for a device on a board whose link takes so many bytes at once. */
export function announced(
  declaration: DeviceDeclaration,
  linkBytes: number,
  hardware: Hardware,
): AnnouncedTexts {
  const budget = declaration.discovery?.messageBytes ?? linkBytes;
  const announcements = announcementsOf(declaration, budget, hardware);
  return {
    birth: birthTopicOf(declaration),
    record: announcedRecord(announcements),
    payloads: announcements.map(({ payload }) => payload),
  };
}

/** A program in which `SILENCE` announces this. */
export function withAnnounced(program: Program, announced: AnnouncedTexts): Program {
  return mapFunctions(program, (fn) =>
    fn.id.place.file === shownPath(MESSAGES) ? { ...fn, body: bodyOf(fn, announced) } : fn,
  );
}

function bodyOf(fn: FunctionDef, { birth, record, payloads }: AnnouncedTexts): Block {
  const { place } = fn.id;
  const returned = (value: Expression): Statement => ({ kind: "return", place, value });
  switch (fn.id.name) {
    case "isAnnounced":
      return [returned({ kind: "truth", value: payloads.length > 0, type: TRUTH, place })];
    case "birthTopic":
      return [returned(inBytes(birth, place))];
    case "announcedMessages":
      return [returned(filledIn(record, fn))];
    case "announcementPayload": {
      const index = fn.parameters[1] as Variable;
      const isIndex = (value: number): Expression =>
        operation("equal", TRUTH, [
          { kind: "variable", variable: index, type: NUMBER, place },
          { kind: "number", value, type: NUMBER, place },
        ]);
      const branches = payloads.map((payload, at): Statement => {
        const whenTrue = [returned(filledIn(payload, fn))];
        return { kind: "if", place, condition: isIndex(at), whenTrue, whenFalse: [] };
      });
      return [...branches, returned(inBytes("", place))];
    }
    default:
      throw new Error(`Nothing is to be put in ${fn.id.name}.`);
  }
}

/** A text with the announcer's values for its stand-ins. */
function filledIn(text: string, { id: { place }, body }: FunctionDef): Expression {
  const standIns = new Map<string, Expression>();
  visitBlock(body, {
    expression: (expression) => {
      if (expression.kind === "call-value") standIns.set(CHIP, expression);
      else if (expression.kind === "field" && expression.field.name === "id") standIns.set(ID, expression);
      else if (expression.kind === "field" && expression.field.name === "root")
        standIns.set(ROOT, expression);
    },
  });
  const parts = text.split(new RegExp(`([${ID}${ROOT}${CHIP}])`)).filter((part) => part !== "");
  const written = parts.map((part) => standIns.get(part) ?? inBytes(part, place));
  return written.length === 0
    ? inBytes("", place)
    : written.reduce((left, right) => operation("join", TEXT, [left, right]));
}

function inBytes(value: string, place: Place): Expression {
  return text(utf8Bytes(value), place);
}
