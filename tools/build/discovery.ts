// The announcements of a device in its image: the module that makes them in Node, written anew with the finished texts.
//
// The texts stand in functions that run when a connection begins: on both targets they stay in flash until then.
import { join } from "node:path";
import type { DeviceDeclaration } from "../../src/device/device.ts";
import {
  announcedRecord,
  announcementsOf,
  birthTopicOf,
  type Hardware,
} from "../../src/discovery/announcements.ts";
import { CHIP, ID, ROOT } from "../../src/discovery/entity.ts";
import { packageFolder } from "./package-folder.ts";

/** A module in place of the one on disk. */
export interface WrittenModule {
  file: string;
  text: string;
}

/** Its functions have the same types in every build, whatever texts they give. */
export const MESSAGES = join(packageFolder, "src", "discovery", "messages.ts");

/** The messages of a device on a board whose link takes so many bytes at once; of none, when there is no device. */
export function messagesModule(
  declaration?: DeviceDeclaration,
  linkBytes = 0,
  hardware?: Hardware,
): WrittenModule {
  const budget = declaration?.discovery?.messageBytes ?? linkBytes;
  const announcements = declaration === undefined ? [] : announcementsOf(declaration, budget, hardware);
  const birth = declaration === undefined ? "" : birthTopicOf(declaration);
  const payloads = announcements.map(
    ({ payload }, index) => `  if (index === ${index}) return ${asExpression(payload)};`,
  );
  const text = [
    `import type { DeviceDeclaration } from "../device/device.ts";`,
    `import type { Announcer } from "./announcer.ts";`,
    `export function isAnnounced(_declaration: DeviceDeclaration): boolean { return ${announcements.length > 0}; }`,
    `export function birthTopic(_declaration: DeviceDeclaration): string { return ${JSON.stringify(birth)}; }`,
    "/** @cold */",
    "export function announcedMessages(announcer: Announcer): string {",
    `  return ${asExpression(announcedRecord(announcements))};`,
    "}",
    "/** @cold */",
    "export function announcementPayload(announcer: Announcer, index: number): string {",
    ...payloads,
    `  return "";`,
    "}",
    "",
  ];
  return { file: MESSAGES, text: text.join("\n") };
}

/** A text whose stand-ins are the announcer's own. */
function asExpression(text: string): string {
  const parts = text.split(new RegExp(`([${ID}${ROOT}${CHIP}])`)).filter((part) => part !== "");
  const written = parts.map((part) => {
    if (part === ID) return "announcer.id";
    if (part === CHIP) return "announcer.ports.chipId()";
    return part === ROOT ? "announcer.root" : quoted(part);
  });
  return written.length === 0 ? `""` : written.join(" + ");
}

/** A literal: the reader makes bytes of what is not ASCII. */
function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
}
