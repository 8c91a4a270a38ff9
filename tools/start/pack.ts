// What the packed package brings ready made: its tools as JavaScript, and its boards and firmware as bundles.
import { join } from "node:path";
import { boardNames, firmwareFolder, firmwareNames } from "../build/firmware.ts";
import { BUNDLES, keepBundle } from "../build/kept-bundle.ts";
import { packageFolder } from "../build/package-folder.ts";
import { bundleModule } from "../build/run-module.ts";
import { isCompiled, makeCompiled, packedFolder } from "./compiled.js";
import { digestOfSources } from "./sources.js";

const digest = digestOfSources(packageFolder);
const folder = packedFolder(packageFolder);
if (!isCompiled(folder, digest)) await makeCompiled(packageFolder, folder, digest, addBundles);

async function addBundles(to: string): Promise<void> {
  const firmware = firmwareNames().map(firmwareFolder);
  const modules = [
    ...boardNames().map((name) => join(packageFolder, "boards", `${name}.ts`)),
    ...firmware.flatMap((one) => [join(one, "device.ts"), join(one, "wiring.ts")]),
  ];
  for (const file of modules) {
    const { bundle, ...made } = await bundleModule(file);
    if (!keepBundle(file, bundle, made, join(to, BUNDLES)))
      throw new Error(`${file} was edited while it was packed; pack again.`);
  }
}
