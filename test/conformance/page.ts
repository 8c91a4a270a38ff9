// The page of a standard's statements, made of the tests that have passed.
import type { Chapter, Statement } from "./chapter.ts";
import { type Evidence, evidenceOf, type PassedTest } from "./evidence.ts";
import type { Standard } from "./standards.ts";

const allOf = ({ chapters, plainText }: Standard): readonly Chapter[] => [...chapters, plainText];

/** What is wrong with the tests or with the list of statements, each in a sentence; none when the page can be made. */
export function conformanceFaults(standard: Standard, tests: readonly PassedTest[]): string[] {
  const { tag } = standard;
  const shown = evidenceOf(tests, tag);
  const all = allOf(standard).flatMap((chapter) => chapter.statements);
  const statements = new Map(all.map((statement) => [statement.id, statement]));
  const faults: string[] = [];
  for (const [id, [{ file, name }]] of shown) {
    if (!statements.has(id))
      faults.push(`${file}, "${name}", cites ${tag} ${id}, which the list of statements does not have.`);
  }
  for (const { id, reason } of statements.values()) {
    if (reason === undefined && !shown.has(id))
      faults.push(
        `${tag} ${id} has no test that cites it and passes: write one, or give the reason in the list.`,
      );
    if (reason !== undefined && shown.has(id))
      faults.push(
        `${tag} ${id} has a reason for having no test, and a test that cites it: take the reason out.`,
      );
  }
  return faults;
}

/** The page. It says nothing that none of `tests` shows. */
export function conformancePage(standard: Standard, tests: readonly PassedTest[]): string {
  const { tag, title, named, chapters } = standard;
  const shown = evidenceOf(tests, tag);
  const statements = chapters.flatMap((chapter) => chapter.statements);
  const cited = statements.filter(({ id }) => shown.has(id)).length;
  const others = statements.length - cited;
  return `# ${title}

What ${named} asks of a client, in our own words, and the files whose tests show it. The
standard's own text decides. A test cites its statement in its title, alone or in a run (\`3.1.2-18..22\`): \`grep -rn "${tag}-2.2.2-1" test\`. \`npm run record\`
runs the tests and writes this page; \`npm test\` fails for a statement with neither a test nor a reason.

Of the standard's ${standard.statements} statements ${statements.length} concern a client: tests show ${cited}, and ${others} have a reason instead. The others bind servers only.

${allOf(standard)
  .map((chapter) => chapterText(chapter, shown))
  .join("\n\n")}
`;
}

function chapterText({ title, statements }: Chapter, shown: ReadonlyMap<string, Evidence[]>): string {
  const lines = statements.map((statement) => lineOf(statement, shown.get(statement.id) ?? []));
  return [`## ${title}`, "", ...lines].join("\n");
}

function lineOf({ id, rule, reason }: Statement, evidence: readonly Evidence[]): string {
  const files = evidence.map(({ file }) => `\`${file}\``).join(", ");
  return `- **${id}** ${rule} ${reason === undefined ? files : `No test: ${reason}.`}`;
}
