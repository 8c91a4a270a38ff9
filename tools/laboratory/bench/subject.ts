// The subject that a section measures, and a digest of it: a figure is as old as the
// subject that it was measured on.
import { createHash } from "node:crypto";
import { join } from "node:path";
import { build } from "esbuild";
import { packageFolder } from "../../files/package-folder.ts";
import { climateImage } from "./climate.ts";
import { clientImage } from "./operations/client.ts";
import { LINES } from "./operations/lines.ts";
import { sealedProgram } from "./sealed/sealed-commands.ts";

type Text = () => Promise<string>;

/** Each as the text that runs. In a bundle for Node no comment counts. */
const TEXTS = {
  "climate on Espruino": () => imagesOf("esp32-espruino", "esp8266-espruino"),
  "the client on Espruino": () => clients("espruino"),
  "the client on NodeMCU": () => clients("nodemcu"),
  "sealed commands on Espruino": async () => JSON.stringify(await sealedProgram("espruino")),
  "sealed commands on NodeMCU": async () => JSON.stringify(await sealedProgram("nodemcu")),
  "the client in Node": () => bundled("contenders.ts"),
  "sealed commands in Node": () => bundled("../sealed/sealed-program.ts"),
  "a fleet's device in Node": () => bundled("fleet-child.ts"),
  "the build in Node": () => bundled("build-child.ts"),
} satisfies Record<string, Text>;

export type Subject = keyof typeof TEXTS;

/** Does a count of it come out the same within a percent on one machine, however busy? Times do not. */
export function isCounted(subject: Subject | undefined): boolean {
  return subject === undefined || !subject.endsWith(" in Node");
}

const digests = new Map<Subject, Promise<string>>();

/** Of what would be measured now: 12 hexadecimal digits. */
export function subjectDigest(subject: Subject): Promise<string> {
  const digest = digests.get(subject) ?? TEXTS[subject]().then(digestOf);
  digests.set(subject, digest);
  return digest;
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

async function imagesOf(...boards: readonly string[]): Promise<string> {
  const images = await Promise.all(boards.map(climateImage));
  return JSON.stringify(images.map(({ files }) => files.map(({ name, content }) => [name, content.text])));
}

/** In 3.1.1 and in 5.0. */
async function clients(target: "espruino" | "nodemcu"): Promise<string> {
  const in5 = LINES.find(({ client }) => client?.mqtt === "5.0")?.client;
  return JSON.stringify([await clientImage(target), await clientImage(target, in5)]);
}

/** What one of the bench's own processes runs. In that of the contenders no device and no port is. */
async function bundled(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
    absWorkingDir: join(packageFolder, "tools", "laboratory", "bench", "node"),
    outdir: join(packageFolder, "dist"),
    bundle: true,
    minify: true,
    write: false,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  return outputFiles.map(({ text }) => text).join("\n");
}
