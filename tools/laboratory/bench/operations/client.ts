// The image of the client alone, with what it is built for.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LEVEL_5 } from "../../../../src/mqtt/connect-packet.ts";
import { packageFolder } from "../../../files/package-folder.ts";
import { type Constants, emit, FEATURES, type ImageFile, linkEntry } from "../../../image/build.ts";

const FOLDER = join("tools", "laboratory", "bench", "operations");
const PROGRAM = `${FOLDER}/client-program.ts`;

/** What the client is asked for: QoS 1 in a ring that refuses when it is full, a kept session; nothing else that there is. */
export const CLIENT_FEATURES: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(FEATURES.map(({ constant }) => [constant, false])),
  QOS1: true,
  PERSISTENT_SESSION: true,
};

/** The outgoing ring. */
export interface RingSize {
  slots: number;
  bytes: number;
}

/** The ring of an ESP8266. */
export const SMALL_RING: RingSize = { slots: 8, bytes: 512 };

const images = new Map<string, Promise<ImageFile[]>>();

/** In 3.1.1, whose image has nothing of 5.0; or in 5.0, at a broker that takes ten topic aliases. */
export type Version = "3.1.1" | "5.0";

const VERSION_5 = { LEVEL: LEVEL_5, CONNACK: "\x20\x06\x00\x00\x03\x22\x00\x0a" };

/** The client's program, built for a target as an image is; once. */
export function clientImage(
  target: "espruino" | "nodemcu",
  ring: RingSize = SMALL_RING,
  version: Version = "3.1.1",
): Promise<ImageFile[]> {
  const key = `${target} ${ring.slots} ${ring.bytes} ${version}`;
  const image = images.get(key) ?? build(target, ring, version === "5.0");
  images.set(key, image);
  return image;
}

function build(
  target: "espruino" | "nodemcu",
  { slots, bytes }: RingSize,
  is5: boolean,
): Promise<ImageFile[]> {
  const file = join(packageFolder, PROGRAM);
  const entry = { file, text: readFileSync(file, "utf8") };
  const globals = ["globals.d.ts", "client-globals.d.ts"].map((name) => join(packageFolder, FOLDER, name));
  const constants: Constants = {
    "src/features.ts": { ...CLIENT_FEATURES, MQTT5: is5 },
    [PROGRAM]: { SLOTS: slots, RING_BYTES: bytes, ...(is5 && VERSION_5) },
  };
  return emit(linkEntry(entry, globals, target, constants), target, "client");
}
