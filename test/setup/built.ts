// A device that is set up over the air, as it is built for a board.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { FlashImage } from "../../tools/flash/device-console.ts";
import { imageParts, LOADER, MANIFESTS, PART } from "../../tools/flash/espruino/stored-image.ts";
import { flashImage } from "../../tools/flash/flash-image.ts";
import { storedImage } from "../../tools/flash/nodemcu/stored-image.ts";
import { buildImage, emit, linkEntry } from "../../tools/image/build.ts";
import { platformOf } from "../../tools/image/entry.ts";
import { readBoard } from "../../tools/image/firmware/firmware.ts";
import { setUpEntries } from "../../tools/image/set-up-entries.ts";

/** The pins of the heater and of the key. */
const WIRED = {
  "d1-mini-espruino": ["D5", "D6"],
  "esp32-espruino": ["D4", "D14"],
  "esp8266-nodemcu": ["D5", "D6"],
  "esp32-nodemcu": ["IO4", "IO5"],
} as const;
export type BoardName = keyof typeof WIRED;
export const BOARDS = Object.keys(WIRED) as BoardName[];

const ROOM = "room";

/** The pin of the key on a board. */
export function keyPin(boardName: BoardName): string {
  return WIRED[boardName][1];
}

/**
 * The folder of a device with a heater, declared with these options besides, and with a key where they name
 * it. It is gone when the file's tests are over.
 */
export function firmwareWith(options: string): string {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-set-up-"));
  const hasKey = options.includes('"key"');
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, "device.ts"),
    `import { device, minutes, powerSwitch } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";
${hasKey ? 'import { seconds, sensor } from "ringmote";\nimport { button } from "ringmote/drivers/button.ts";\nconst key = button("key");\n' : ""}
export default device({ name: "${ROOM}", ${options} ${hasKey ? 'sensors: [sensor("key", key.state, { every: seconds(60) })],' : ""} actuators: [powerSwitch("heater", relay("heater"))] });
`,
  );
  const names = Object.entries(WIRED);
  writeFileSync(
    join(folder, "wiring.ts"),
    `import { wire } from "ringmote/boards/board.ts";
${names.map(([name], i) => `import board${i} from "ringmote/boards/${name}.ts";`).join("\n")}
export default {
${names
  .map(([name, [heater, key]], i) => {
    const more = hasKey ? `, key: "${key}"` : "";
    return `  "${name}": wire(board${i}, { heater: "${heater}"${more} }),`;
  })
  .join("\n")}
};
`,
  );
  return folder;
}

/** The device, and the files that its board has when it is flashed. */
export async function flashed(folder: string, boardName: BoardName) {
  const board = await readBoard(boardName);
  const image = flashImage(await buildImage({ firmware: folder, board: boardName }));
  return { board, image, files: image.target === "espruino" ? inStorage(image) : onChip(image) };
}

/** The script of a set-up alone, with other ports than those of HTTP and DNS. */
export async function setUpScript(ports: Readonly<Record<string, number>>): Promise<string> {
  const { boot, globals } = platformOf(await readBoard("d1-mini-espruino"));
  const program = linkEntry(setUpEntries(boot, { setUp: true }).setUp, globals, "espruino", {
    "src/features.ts": { PLACE_SETTING: false },
    "src/setup/set-up-program.ts": ports,
  });
  const [script] = await emit(program, "espruino", "set-up");
  return script?.content.text ?? "";
}

/**
 * The part of a stored image that chooses, as a script that takes the choice from a `$m.p` of its hash and
 * two parts: "s" of the set-up, "d" of the device.
 */
export async function choiceScript(): Promise<string> {
  const { boot, globals } = platformOf(await readBoard("d1-mini-espruino"));
  const program = linkEntry(setUpEntries(boot, { setUp: true }).choice, globals, "espruino");
  const [choice] = await emit(program, "espruino", "choice");
  const image = { firmware: ROOM, board: "", target: "espruino" as const };
  const [part] = imageParts({
    ...image,
    files: [
      { name: "ringmote.choice.js", content: choice?.content.text ?? "" },
      { name: "ringmote.set-up.js", content: "1\n" },
      { name: "room.js", content: "2\n" },
    ],
  });
  return part?.content ?? "";
}

/** As an upload leaves them. */
function inStorage(image: FlashImage): Record<string, string> {
  const parts = imageParts(image);
  const manifest = { n: 1, f: image.firmware, b: image.board, p: parts.map(({ hash }) => hash).join("") };
  return {
    ...Object.fromEntries(parts.map(({ hash, content }) => [PART + hash, content])),
    [MANIFESTS[0]]: JSON.stringify(manifest),
    ".bootcde": LOADER,
  };
}

function onChip(image: FlashImage): Record<string, string> {
  const { loader, list, files } = storedImage(image);
  const named = Object.fromEntries(files.map(({ name, content }) => [name, content]));
  return { ...named, "init.lua": loader, "ringmote.lua": list };
}
