// docs/sizes.md: the sizes as a document, the same for the same source on every computer.
import { createHash } from "node:crypto";
import { flashBytes } from "../../image/budget.ts";
import { FEATURES, type Image, roomSizes, totalBytes } from "../../image/build.ts";
import { SHOWN, type Sizes } from "./measure.ts";

const INTRODUCTION = `# Sizes

What the firmwares of this package cost, on one board of each kind: others with the same chip and the same target differ
by their pins. \`npm run record\` writes this page; \`npm run record -- --check\` fails when a figure has grown by more than 1 %. No
figure here is typed. An image of your own says the same of itself:
\`ringmote build <firmware> --board <board> --costs\`. For all firmwares and all boards: \`ringmote build --all\`.`;

/** The document of these sizes. \`budgets\` has what each board gives an image. */
export function sizesDocument(
  sizes: Sizes,
  budgets: ReadonlyMap<string, { flashBytes: number; held: number }>,
): string {
  const shown = sizes.images.filter(({ firmware }) => firmware === SHOWN);
  return `${[
    INTRODUCTION,
    "## Every firmware",
    `Flash: bytes of all files, and what the flash keeps for each besides. Memory, estimated by the build from the image, of
NodeMCU from its bytecode, and the declaration: connected, and at most, with the ring and all buffers full or while it
starts. Measured: bytes of Lua's heap in WebAssembly, connected, from stripped bytecode, above the host with a connected socket. A JsVar is only to be
counted in an Espruino interpreter: where one is installed, \`npm test\` holds the estimate against it. Beside it,
of a NodeMCU: the bytes of the LFS that the code fills, and what is estimated to be held with it there, derived from the
estimate for files by taking off what functions, constants and texts take.`,
    firmwareTable(sizes, budgets),
    `All files of these images, with their names, are the same to the byte on every computer. Their SHA-256:
\`${digestOf(sizes.images)}\`.`,
    `## Bytes of the image of ${SHOWN}, by room of the source`,
    roomTable(shown),
    "## Features",
    `By how much the image of ${SHOWN} is larger with the feature than without it, and by how much more the device is estimated
to hold when connected, all else equal. Below nothing: an image
without it has to say so when its settings ask for it, which takes more. An image has what its device and its board ask
for; \`ringmote build --with\` and \`--without\` name more and less. A driver is in an image when the device imports it.`,
    featureTable(shown, sizes.costs),
    "## Bounds",
    "The ring keeps messages at QoS 1 and 2 until the broker has them; no buffer grows beyond its bound.",
    boundTable(shown),
  ].join("\n\n")}\n`;
}

function digestOf(images: readonly Image[]): string {
  const hash = createHash("sha256");
  const texts = images.map(({ firmware, board, files }) => [
    firmware,
    board,
    ...files.map(({ name, content }) => [name, content.text]),
  ]);
  return hash.update(JSON.stringify(texts)).digest("hex");
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

function featureTable(shown: readonly Image[], costs: Sizes["costs"]): string {
  const boards = [...costs.keys()];
  const isIn = (name: string) => shown.find(({ board }) => board === boards[0])?.features[name] === true;
  return table(
    [
      "feature",
      "what it is",
      `in ${SHOWN}`,
      ...boards.flatMap((board) => [`${board}, bytes`, `held, ${unitOf(shown, board)}`]),
    ],
    FEATURES.map(({ name, what }) => [
      name,
      what,
      isIn(name) ? "yes" : "no",
      ...boards.flatMap((board) => {
        const cost = costs.get(board)?.[name];
        return [cost?.bytes ?? "-", cost?.held ?? "-"];
      }),
    ]),
  );
}

function unitOf(shown: readonly Image[], board: string): string {
  return shown.find((image) => image.board === board)?.held.unit ?? "";
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

function firmwareTable(
  { images, heaps }: Sizes,
  budgets: ReadonlyMap<string, { flashBytes: number; held: number }>,
): string {
  const heading = [
    ...["firmware", "board", "flash", "of", "connected", "measured", "at most", "of", "unit"],
    ...["LFS", "connected from it", "at most from it"],
  ];
  const engines = [...new Set(heaps.map(({ board, engine }) => `${engine} for ${board}`))].join(", ");
  const rows = images.map((image) => {
    const { firmware, board, held, inLfs } = image;
    const budget = budgets.get(board);
    const heap = heaps.find((one) => one.firmware === firmware && one.board === board);
    return [
      firmware,
      board,
      flashBytes(image),
      budget?.flashBytes ?? "-",
      held.connected,
      heap?.bytes ?? "-",
      held.most,
      budget?.held ?? "-",
      held.unit,
      inLfs?.fills ?? "-",
      inLfs?.connected ?? "-",
      inLfs?.most ?? "-",
    ];
  });
  return `${table(heading, rows)}\n\nMeasured in ${engines}.`;
}

function table(heading: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  const isNumber = (column: number) => rows.every((row) => typeof row[column] === "number");
  const rule = heading.map((_, column) => (isNumber(column) ? "---:" : "---"));
  return [line(heading), line(rule), ...rows.map(line)].join("\n");
}
