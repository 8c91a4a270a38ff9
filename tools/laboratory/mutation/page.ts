// docs/mutation.md: how many small changes of the client the tests notice, and why the others may stay unnoticed.
import { declarationsOf } from "../patterns/declarations.ts";
import { bestMatches, matchAt, parsePattern } from "../patterns/pattern.ts";
import type { MutatedFile, Survivor } from "./report.ts";
import { EXPLANATIONS, type Explanation, type Place } from "./survivors.ts";

/** Why a change may stay unnoticed; `undefined` when nobody has said so. */
function explanationOf(survivor: Survivor): Explanation | undefined {
  return EXPLANATIONS.find(({ places }) => places.some((place) => isAt(place, survivor)));
}

function isAt({ name, original, replacement }: Place, survivor: Survivor): boolean {
  const match = survivor.node === undefined ? undefined : matchAt(original, survivor.node);
  if (match === undefined) return false;
  if (replacement !== undefined && matchAt(replacement, parsePattern(survivor.replacement)) === undefined)
    return false;
  const file = match.node.getSourceFile();
  const within = name === undefined ? [file] : (declarationsOf([file]).get(name) ?? []);
  return bestMatches(original, within).some(({ node }) => node === match.node);
}

export function pageOf(files: readonly MutatedFile[]): string {
  const survivors = files.flatMap((file) => file.survivors);
  const changes = sum(files.map((file) => file.changes));
  const noticed = sum(files.map((file) => file.noticed));
  const owed = survivors.filter((one) => explanationOf(one) === undefined);
  return [
    "# Mutation testing",
    `\`npm run mutation\` makes ${count(changes)} small changes to the ring and the client, one at a time, runs the tests of both on each, and
writes this page. It leaves out the longest tests, which try thousands of cases: a change that only they would notice counts as
unnoticed.`,
    [
      "| file | changes | noticed, % |",
      "| --- | ---: | ---: |",
      ...files.map((file) => row(`\`${file.file}\``, file.noticed, file.changes)),
      row("all", noticed, changes),
    ].join("\n"),
    "## What no test notices, and why",
    "`tools/laboratory/mutation/survivors.ts` names each of these places.",
    [
      "| why the change may stay unnoticed | changes |",
      "| --- | ---: |",
      ...EXPLANATIONS.flatMap((explanation) => {
        const explained = survivors.filter((one) => explanationOf(one) === explanation);
        return explained.length === 0 ? [] : [`| ${explanation.why} | ${explained.length} |`];
      }),
    ].join("\n"),
    ...(owed.length === 0 ? [] : [`Not looked into yet:\n\n${list(owed)}`]),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

function row(name: string, noticed: number, changes: number): string {
  const share = ((100 * noticed) / changes).toFixed(1);
  return `| ${name} | ${count(changes)} | ${share} |`;
}

const LONGEST = 80;

function list(survivors: readonly Survivor[]): string {
  return survivors
    .map(
      ({ file, line, original, replacement }) =>
        `- \`${file}:${line}\`: \`${cut(original)}\` as \`${cut(replacement)}\``,
    )
    .join("\n");
}

/** Backquotes would end the code in which the text stands. */
function cut(text: string): string {
  const plain = text.replaceAll("`", "'");
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)} …` : plain;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
