// docs/conformance.md, made of the tests that have passed.
import { type Evidence, evidenceOf, type PassedTest } from "./evidence.ts";
import { CHAPTERS, type Chapter, PLAIN_TEXT, type Statement } from "./statements.ts";

/** So many tests of one group are named one by one; of more, the first ones stand for all. */
const MOST_OF_ONE_GROUP = 4;

const ALL = [...CHAPTERS, PLAIN_TEXT];

/** What is wrong with the tests or with the list of statements, each in a sentence; none when the page can be made. */
export function conformanceFaults(tests: readonly PassedTest[]): string[] {
  const shown = evidenceOf(tests);
  const statements = new Map(ALL.flatMap((chapter) => chapter.statements).map((one) => [one.id, one]));
  const faults: string[] = [];
  for (const [id, [{ file, names }]] of shown) {
    if (!statements.has(id))
      faults.push(
        `${file}, "${names.at(-1)}", cites MQTT ${id}, which the list of statements does not have.`,
      );
  }
  for (const { id, reason } of statements.values()) {
    if (reason === undefined && !shown.has(id))
      faults.push(
        `MQTT ${id} has no test that cites it and passes: write one, or give the reason in the list.`,
      );
    if (reason !== undefined && shown.has(id))
      faults.push(
        `MQTT ${id} has a reason for having no test, and a test that cites it: take the reason out.`,
      );
  }
  return faults;
}

/** The page. It says nothing that none of `tests` shows. */
export function conformancePage(tests: readonly PassedTest[]): string {
  const shown = evidenceOf(tests);
  const statements = CHAPTERS.flatMap((chapter) => chapter.statements);
  const cited = statements.filter(({ id }) => shown.has(id)).length;
  const others = statements.length - cited;
  return `# Conformance

What MQTT 3.1.1 (OASIS Standard, 29 October 2014) asks of a client, in our own words, and the tests that show it. The
standard's own text decides. \`npm run record\` runs these tests and writes this page of those that passed; \`npm
test\` fails when a statement has neither, and says when the page is out of date. A name in *slanted* letters is that of a group of tests; a group that
stands alone shows the statement by all its tests.

Of the standard's 141 statements ${statements.length} concern a client: ${cited} are shown by tests, and ${others} have the reason why none does.
The others bind servers only.

${ALL.map((chapter) => chapterText(chapter, shown)).join("\n\n")}
`;
}

function chapterText({ title, statements }: Chapter, shown: ReadonlyMap<string, Evidence[]>): string {
  const texts = statements.map((statement) => statementText(statement, shown.get(statement.id) ?? []));
  return [`## ${title}`, ...texts].join("\n\n");
}

function statementText({ id, rule, reason }: Statement, evidence: readonly Evidence[]): string {
  const lines = reason === undefined ? evidenceLines(evidence) : [`- No test: ${reason}.`];
  return [`**${id}** ${rule}`, "", ...lines].join("\n");
}

/** A line for each group that has tests of the statement: the group alone where it cites the statement itself. */
function evidenceLines(evidence: readonly Evidence[]): string[] {
  const whole = new Set(evidence.filter(({ isGroup }) => isGroup).map((one) => placeOf(one)));
  const tests = new Map<string, string[]>();
  for (const one of evidence) {
    const place = one.isGroup ? placeOf(one) : placeOf({ ...one, names: one.names.slice(0, -1) });
    const before = tests.get(place) ?? [];
    tests.set(
      place,
      one.isGroup || whole.has(place) ? before : [...before, asMarkdown(one.names.at(-1) ?? "")],
    );
  }
  return [...tests].map(([place, names]) => (names.length === 0 ? place : `${place}: ${listed(names)}`));
}

/** Where a test stands: its file, and its groups in slanted letters. */
function placeOf({ file, names }: Pick<Evidence, "file" | "names">): string {
  const groups = names.map(asMarkdown).join(": ");
  return groups === "" ? `- \`${file}\`` : `- \`${file}\`, *${groups}*`;
}

function listed(names: readonly string[]): string {
  const some = names.slice(0, MOST_OF_ONE_GROUP).join("; ");
  return names.length > MOST_OF_ONE_GROUP ? `${some}; and others of this group` : some;
}

function asMarkdown(text: string): string {
  return text.replaceAll(/[\\*_<>[\]`|]/g, "\\$&").replaceAll("\0", "NUL");
}
