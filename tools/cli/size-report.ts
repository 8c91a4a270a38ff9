// What an image costs, for a terminal: bytes by file, room and feature, what its client may keep, what the device holds.
import { type FeatureCosts, fileSizes, type Image, roomSizes, totalBytes } from "../build/build.ts";
import { columns } from "./columns.ts";

/** The report of an image in `folder`; `costs` are the bytes of each feature, where they were measured. */
export function sizeReport(image: Image, folder: string, costs?: FeatureCosts): string {
  return [
    `${folder}: ${totalBytes(image)} bytes for ${image.board}`,
    sizeTable("file", fileSizes(image)),
    sizeTable("room", roomSizes(image.files)),
    featureTable(image, costs),
    memoryTable(image),
  ].join("\n\n");
}

function sizeTable(heading: string, sizes: Readonly<Record<string, number>>): string {
  return numberTable(
    [heading, "bytes"],
    Object.entries(sizes).map(([name, bytes]) => [name, bytes]),
  );
}

function featureTable({ features, held }: Image, costs: FeatureCosts | undefined): string {
  const state = (name: string) => (features[name] ? "in" : "left out");
  if (costs === undefined) {
    return columns([["feature", "here"], ...Object.keys(features).map((name) => [name, state(name)])]);
  }
  return columns([
    ["feature", "here", "bytes", `held, ${held.unit}`],
    ...Object.keys(features).map((name) => {
      const cost = costs[name];
      return [name, state(name), String(cost?.bytes ?? "not to be had"), String(cost?.held ?? "")];
    }),
  ]);
}

/** The ring, the buffers, and what the device is estimated to hold. */
function memoryTable({ limits, held, inLfs }: Image): string {
  return numberTable(
    ["memory", ""],
    [
      ["slots of the ring", limits.slots],
      ["bytes of the ring", limits.bytes],
      ["longest packet coming in, bytes", limits.packetBytes],
      ["bytes handed to the link", limits.linkBytes],
      [`estimated to hold when connected, ${held.unit}`, held.connected],
      [`estimated to hold at most, ${held.unit}`, held.most],
      ...lfsRows(inLfs),
    ],
  );
}

function lfsRows(inLfs: Image["inLfs"]): [string, number][] {
  if (inLfs === undefined) return [];
  return [
    ["with its code in the LFS, bytes of the LFS", inLfs.fills],
    ["with its code in the LFS, connected, bytes", inLfs.connected],
    ["with its code in the LFS, at most, bytes", inLfs.most],
  ];
}

function numberTable(
  [heading, unit]: readonly [string, string],
  rows: readonly (readonly [string, number])[],
): string {
  const widest = Math.max(unit.length, ...rows.map(([, value]) => String(value).length));
  const lines = rows.map(([name, value]) => [name, String(value).padStart(widest)]);
  return columns([[heading, unit.padStart(widest)], ...lines]);
}
