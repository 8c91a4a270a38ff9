// The layout of an image in Espruino's Storage: its parts, a manifest that says that they are all there, and
// a loader that starts the newest image whose manifest is whole.
import { isChoice, isOfDevice, isSetUp } from "../../targets/espruino/set-up-names.ts";
import { updateLoader } from "../../targets/espruino/update-loader.ts";
import type { ImageFiles, LineOrigins, StoredFile } from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import { HASH_DIGITS, hashOf, type ScriptPart, scriptParts } from "./script-parts.ts";

/** The name of a part's file: this and its hash. */
export const PART = "rm-";
const PART_NAME = new RegExp(`^${PART}[0-9a-f]{${HASH_DIGITS}}$`);
/** The name of a file that a restore has sent, until it takes the place of another one: this and a number. */
export const SENT = "rm=";
const SENT_NAME = new RegExp(`^${SENT}\\d+$`);
/** There are two manifests, so that one can be written while the other one counts. */
export const MANIFESTS = ["rm.0", "rm.1"] as const;
/** The file that Espruino runs at its start. */
export const BOOT_FILE = ".bootcde";

/** The content of a manifest, as JSON. */
export interface Manifest {
  /** Of two, the one with the larger number counts. */
  n: number;
  /** Firmware and board. */
  f: string;
  b: string;
  /**
   * The hashes of the parts, one behind the other in the order in which they run: one text holds less memory
   * than a list.
   */
  p: string;
}

/**
 * The boot code. It never changes, so no upload rewrites it. A manifest that was cut while it was written is
 * no JSON, since its last bracket is missing; one with a part missing does not count either. The parts run at
 * the top level, as one script would, and are read from flash; the loader's own names are gone when it is
 * done.
 */
export const LOADER = `var $s=require("Storage"),$m,$i,$j,$p
for($i of ["${MANIFESTS.join('","')}"]){$p=$s.readJSON($i,1)
if($p&&(!$m||$p.n>$m.n)){for($j=0;$j<$p.p.length&&$s.read("${PART}"+$p.p.substr($j,${HASH_DIGITS}),0,1);$j+=${HASH_DIGITS});
if($j>=$p.p.length){$m=$p}}}
if($m){for($j=0;$j<$m.p.length;$j+=${HASH_DIGITS})eval($s.read("${PART}"+$m.p.substr($j,${HASH_DIGITS})))}
delete $s;delete $m;delete $i;delete $p;delete $j
`;

/** The boot code of a device that takes updates over the air: its manifests are those of src/update/manifest.ts. */
export const UPDATE_LOADER = updateLoader(PART, HASH_DIGITS);

/** In place of its first line: a line of ours stands before the script's. */
const WRAPPED = 0;

/** A part of a script of the image. */
export interface ImagePart extends ScriptPart {
  /** The script's file. */
  file: string;
}

/**
 * The parts of an image: of its device's script, behind those of its set-up, where it has one, and first of
 * all the one that chooses. Throws a FlashError of kind "refused" when the device is not one script.
 */
export function imageParts(image: ImageFiles): ImagePart[] {
  const scripts = image.files.filter(({ name }) => name.endsWith(".js"));
  const [script, ...more] = scripts.filter(isOfDevice);
  if (script === undefined || more.length > 0 || script.content === "")
    throw new FlashError(
      "refused",
      `The image of ${image.firmware} has ${more.length + (script ? 1 : 0)} scripts where an image for Espruino has one; build it again.`,
    );
  const device = partsOf(image, script);
  const [setUp, choice] = [scripts.find(isSetUp), scripts.find(isChoice)];
  if (setUp === undefined || choice === undefined) return device;
  const parts = partsOf(image, setUp);
  return [choicePart(choice, parts.length), ...parts, ...device];
}

/**
 * The parts of an image that takes updates, each with another name: its manifest names none twice. A line
 * feed more makes another part of the same text.
 */
export function updateParts(image: ImageFiles): ImagePart[] {
  const names = new Set<string>();
  return imageParts(image).map((part) => {
    let { hash, content } = part;
    while (names.has(hash)) {
      content += "\n";
      hash = hashOf(content);
    }
    names.add(hash);
    return { ...part, hash, content };
  });
}

function partsOf(image: ImageFiles, { name, content }: StoredFile): ImagePart[] {
  try {
    return scriptParts(content).map((part) => ({ ...part, file: name }));
  } catch (error) {
    throw new FlashError(
      "refused",
      `The script ${name} of ${image.firmware} is no JavaScript (${(error as Error).message}); build it again.`,
    );
  }
}

/**
 * Leaves of the loader's list what is to run: itself and the parts of the set-up, or itself and the device's.
 * Whatever goes wrong in it, the device starts: its parts stand last, and nothing of the set-up is left in
 * memory.
 */
function choicePart({ name, content }: StoredFile, setUpParts: number): ImagePart {
  const end = HASH_DIGITS * (1 + setUpParts);
  const take = `function(s){$m.p=s?$m.p.substr(0,${end}):$m.p.substr(0,${HASH_DIGITS})+$m.p.substr(${end})}`;
  const text = `(function(ringmoteChooses){try{\n${content}\n}catch(e){print(e);ringmoteChooses(false)}})(${take})\n`;
  return { hash: hashOf(text), content: text, firstLine: WRAPPED, file: name };
}

/** Does a file of the board belong to some image? A file of others with the same prefix does not. */
export function isPart(name: string): boolean {
  return PART_NAME.test(name);
}

/** By its name, is it a file that a restore that was cut has left? Any file may be in it, a key too. */
export function isUnfinished(name: string): boolean {
  return SENT_NAME.test(name);
}

/** The line of the image's script at which each file of the board's Storage begins. */
export function storedLines(image: ImageFiles): ReadonlyMap<string, number> {
  return new Map(imageParts(image).map(({ hash, firstLine }) => [PART + hash, firstLine]));
}

/**
 * The origins of the files that Storage will hold: parts of the image's script, each of which begins at a
 * line of it.
 */
export function originsOnBoard(image: ImageFiles, lines: LineOrigins): LineOrigins {
  const [script] = Object.keys(lines).filter((name) => name.endsWith(".js") && isOfDevice({ name }));
  const ofScript = script === undefined ? [] : (lines[script] ?? []);
  const stored = imageParts(image).map(({ hash, file, firstLine }) => {
    const ofFile = lines[file] ?? [];
    return [PART + hash, firstLine === WRAPPED ? ["", ...ofFile] : ofFile.slice(firstLine - 1)] as const;
  });
  // An image that was sent by another tool runs as boot code.
  return { ...lines, [BOOT_FILE]: ofScript, ...Object.fromEntries(stored) };
}

/** The hashes of a manifest's parts. */
export function hashesOf({ p }: Manifest): string[] {
  return Array.from({ length: p.length / HASH_DIGITS }, (_, i) =>
    p.slice(i * HASH_DIGITS, (i + 1) * HASH_DIGITS),
  );
}

/** The newest whole manifest. */
export function newest(texts: readonly (string | null | undefined)[]): Manifest | undefined {
  let best: Manifest | undefined;
  for (const text of texts) {
    const manifest = readManifest(text);
    if (manifest !== undefined && (best === undefined || manifest.n > best.n)) best = manifest;
  }
  return best;
}

function readManifest(text: string | null | undefined): Manifest | undefined {
  if (text === null || text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Partial<Manifest> | null;
    return typeof value?.n === "number" && typeof value.p === "string" ? (value as Manifest) : undefined;
  } catch {
    return undefined;
  }
}
