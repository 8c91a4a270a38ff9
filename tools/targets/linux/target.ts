// The target Linux: makes images for a small computer, as a folder that `node .` starts
// without a package to install.
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import type { MachineFacts } from "../../../boards/board.ts";
import type { Hardware } from "../../../src/device/declare/device.ts";
import { HASHES } from "../../../src/platform/node/hash.ts";
import { BuildError } from "../../compiler/source/build-error.ts";
import { importedFile } from "../../compiler/source/imported-file.ts";
import { madeUp } from "../../compiler/source/mapped-text.ts";
import { packageFolder } from "../../files/package-folder.ts";
import { unsignedManifest, versionOf } from "../../update/signed-update.ts";
import { hardwareOf } from "../facts.ts";
import type { ImageFile } from "../image.ts";
import type { BundledTarget, BundleSource } from "../targets.ts";
import { serviceUnit } from "./service-unit.ts";
import { PROGRAM, programPart, updateParts } from "./update-parts.ts";

const PLATFORM = join(packageFolder, "src", "platform", "linux");
/** The engine of the program: the oldest Node that ringmote itself takes. */
const NODE = "20.19";

/**
 * Bytes of a Node with a device: its parts and its ring do not count beside it. Measured of climate,
 * connected: 58 MB.
 */
const HELD = { unit: "bytes", connected: 60_000_000, start: 0, called: 0, buffered: 1, sent: 0 } as const;

export const linux: BundledTarget = {
  bundle,
  updateParts,
  heldBy: () => HELD,
  heldByEach: { sensor: 1000, actuator: 1000 },
};

/** `ringmote` and `ringmote/...` are this package. */
const ownName: Plugin = {
  name: "ringmote",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^ringmote(?:\/|$)/ }, ({ path, importer }) => ({
      path: importedFile(path, importer),
    }));
  },
};

async function bundle(source: BundleSource): Promise<ImageFile[]> {
  const { firmware } = source;
  const manifest = {
    name: firmware,
    private: true,
    type: "module",
    main: "main.js",
    engines: { node: `>=${NODE}` },
  };
  return [
    ...(source.declaration.update === undefined ? [await program(source)] : await programs(source)),
    { name: "package.json", content: madeUp(`${JSON.stringify(manifest, undefined, 2)}\n`) },
    { name: `${firmware}.service`, content: madeUp(serviceUnit(firmware)) },
  ];
}

/** The device, what it is wired to and the platform, in one module. */
async function program(source: BundleSource): Promise<ImageFile> {
  const text = `${imports("boot.ts", "boot")}boot(${image(source)});`;
  return { name: "main.js", content: madeUp(await bundled(text, source.folder, "esm")) };
}

/** The loader, and a program that it starts. */
async function programs(source: BundleSource): Promise<ImageFile[]> {
  const { folder, board, declaration } = source;
  const start = `(folder, slot) => bootImage(${image(source)}, folder, slot)`;
  const device = await bundled(
    `${imports("boot-image.ts", "bootImage")}export const start = ${start};`,
    folder,
    "cjs",
  );
  const part = programPart(device);
  const { name: id } = declaration;
  const update = { id, board: board.name, target: board.target, version: versionOf([part]), parts: [part] };
  const given = [unsignedManifest(update, id, HASHES.sha256), PROGRAM].map((value) => JSON.stringify(value));
  const loader = `import { load } from ${JSON.stringify(join(PLATFORM, "loader.ts"))};
load(${given.join(", ")}, import.meta.dirname);`;
  return [
    { name: "main.js", content: madeUp(await bundled(loader, folder, "esm")) },
    { name: PROGRAM, content: madeUp(device) },
  ];
}

function imports(file: string, name: string): string {
  return `import declaration from "./device.ts";
import { ${name} } from ${JSON.stringify(join(PLATFORM, file))};
`;
}

/** The image's part of a call, as a literal. */
function image({ board, wires, limits, usual }: BundleSource): string {
  const { title, machine, analogMillivolts = 0 } = board;
  if (machine === undefined) throw new BuildError(`${title} does not say what its lines are to Linux.`);
  const facts: MachineFacts & { analogMillivolts: number; hardware: Hardware } = {
    ...machine,
    analogMillivolts,
    hardware: hardwareOf(board),
  };
  const given = Object.entries({ wires, limits, facts, usual });
  return `{ declaration, ${given.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(", ")} }`;
}

/** One of CommonJS is the same wherever its firmware lies: without comments, which name places. */
async function bundled(contents: string, resolveDir: string, format: "esm" | "cjs"): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir, sourcefile: "entry.ts", loader: "ts" },
    bundle: true,
    write: false,
    platform: "node",
    target: `node${NODE}`,
    format,
    minifyWhitespace: format === "cjs",
    charset: "ascii",
    legalComments: "none",
    logLevel: "silent",
    plugins: [ownName],
  });
  return outputFiles[0]?.text ?? "";
}
