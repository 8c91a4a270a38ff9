// docs/sizes.md: the sizes as a document, the same for the same source on every computer.

import { flashBytes } from "../build/budget.ts";
import { FEATURES, type Image, roomSizes, totalBytes } from "../build/build.ts";
import type { Sizes } from "./measure.ts";

const INTRODUCTION = `# Sizes

What the climate device (\`firmware/climate\`) costs on each board. \`npm run sizes\` writes this page, and
\`npm run sizes -- --check\` fails when it is not what the build makes; no figure here is typed. An image of your own says
the same of itself: \`ringmote build <firmware> --board <board> --costs\`.`;

/** The document of these sizes. \`budgets\` has what each board gives an image. */
export function sizesDocument(
  sizes: Sizes,
  budgets: ReadonlyMap<string, { flashBytes: number; held: number }>,
): string {
  return `${[
    INTRODUCTION,
    "## Bytes of the image, by room of the source",
    roomTable(sizes.images),
    "## Features",
    `Bytes by which the image is larger with the feature than without it, all else equal. Below nothing: an image without
it has to say so when its settings ask for it, which takes more. An image has what its device and its board ask for;
\`ringmote build --with\` and \`--without\` name more and less. A driver is in an image when the device imports it.`,
    featureTable(sizes),
    "## Bounds",
    "The ring keeps messages at QoS 1 until the broker has them; no buffer grows beyond its bound.",
    boundTable(sizes.images),
    "## Memory",
    `Estimated by the build from the image and the declaration: connected, and at most, with the ring and all buffers full.
Measured: bytes of Lua's heap in WebAssembly, connected, from stripped bytecode, above the host with a connected socket.
A JsVar is only to be counted in an Espruino interpreter: where one is installed, \`npm run sizes\` prints that as well.`,
    memoryTable(sizes, budgets),
  ].join("\n\n")}\n`;
}

function roomTable(images: readonly Image[]): string {
  const rooms = [...new Set(images.flatMap(({ files }) => Object.keys(roomSizes(files))))];
  const total = (room: string) => images.reduce((sum, { files }) => sum + (roomSizes(files)[room] ?? 0), 0);
  const rows = rooms
    .sort((a, b) => total(b) - total(a) || (a < b ? -1 : 1))
    .map((room) => [room, ...images.map(({ files }) => roomSizes(files)[room] ?? 0)]);
  return table(
    ["room", ...images.map(({ board }) => board)],
    [...rows, ["**all files**", ...images.map(totalBytes)]],
  );
}

function featureTable({ images, costs }: Sizes): string {
  const boards = [...costs.keys()];
  const isIn = (name: string) => images.find(({ board }) => board === boards[0])?.features[name] === true;
  return table(
    ["feature", "what it is", "in climate", ...boards],
    FEATURES.map(({ name, what }) => [
      name,
      what,
      isIn(name) ? "yes" : "no",
      ...boards.map((board) => costs.get(board)?.[name] ?? "-"),
    ]),
  );
}

function boundTable(images: readonly Image[]): string {
  return table(
    ["board", "slots", "bytes of the ring", "longest packet in", "bytes handed to the link"],
    images.map(({ board, limits }) => [
      board,
      limits.slots,
      limits.bytes,
      limits.packetBytes,
      limits.linkBytes,
    ]),
  );
}

function memoryTable(
  { images, heaps }: Sizes,
  budgets: ReadonlyMap<string, { flashBytes: number; held: number }>,
): string {
  return table(
    [
      "board",
      "flash of its budget",
      "unit",
      "connected, estimated",
      "measured",
      "at most, estimated",
      "budget",
    ],
    images.map((image) => {
      const { board, held } = image;
      const budget = budgets.get(board);
      const measured = heaps.find((heap) => heap.board === board);
      return [
        board,
        `${flashBytes(image)} of ${budget?.flashBytes}`,
        held.unit,
        held.connected,
        measured === undefined ? "-" : `${measured.bytes} (${measured.engine})`,
        held.most,
        budget?.held ?? "-",
      ];
    }),
  );
}

function table(heading: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  const isNumber = (column: number) => rows.every((row) => typeof row[column] === "number");
  const rule = heading.map((_, column) => (isNumber(column) ? "---:" : "---"));
  return [line(heading), line(rule), ...rows.map(line)].join("\n");
}
