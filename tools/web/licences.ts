// Licences that files with others' code must carry: the licence of each package that is in them, and the
// notices that stand in its files, which these are without.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Metafile } from "esbuild";
import { packageFolder } from "../files/package-folder.ts";

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice|copyright)(?:[.-].*)?$/i;
const COMMENT = /\/\*[\s\S]*?\*\/|(?:^[ \t]*\/\/.*(?:\r?\n|$))+/gm;
const NOTICE = /copyright|\(c\) ?\d{4}|licen[cs]ed? /i;
const OF_A_PACKAGE = /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/;
const RULE = `\n\n${"-".repeat(80)}\n\n`;

/**
 * The texts of all licences of what a bundle is made of, this package's first. Throws for a package that
 * brings none.
 */
export function licenceTexts({ outputs }: Metafile): string {
  const used = Object.values(outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((path) => inputs[path]?.bytesInOutput !== 0),
  );
  const files = new Map<string, string[]>();
  for (const file of new Set(used.map((path) => resolve(packageFolder, path)))) {
    const folder = folderOfPackage(file);
    files.set(folder, [...(files.get(folder) ?? []), file]);
  }
  const [own, ...others] = [
    packageFolder,
    ...[...files.keys()].filter((file) => file !== packageFolder).sort(),
  ];
  const texts = [
    section(own, []),
    "Code of the packages below is in it.",
    ...others.map((folder) => section(folder, files.get(folder) ?? [])),
  ];
  return `${texts.join(RULE)}\n`;
}

/** This package's folder, or that of another one, which lies in its node_modules or beside it. */
function folderOfPackage(file: string): string {
  const [folder] = OF_A_PACKAGE.exec(file) ?? [];
  const isOwn = folder === undefined || packageFolder.startsWith(folder);
  return isOwn ? packageFolder : folder;
}

function section(folder: string, files: readonly string[]): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const licences = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  if (licences.length === 0)
    throw new Error(`The package ${name} brings no licence text that could go along.`);
  const texts = licences.sort().map((file) => readFileSync(join(folder, file), "utf8").trim());
  const notices = files.filter((file) => existsSync(file)).flatMap(noticesIn);
  return [`${name} ${version} (${license})`, ...new Set([...texts, ...notices])].join("\n\n");
}

/** The comments of a file that say whose it is. */
function noticesIn(file: string): string[] {
  const comments = readFileSync(file, "utf8").match(COMMENT) ?? [];
  return comments.map((comment) => comment.trim()).filter((comment) => NOTICE.test(comment));
}
