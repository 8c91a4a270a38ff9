// The fault of one value in a board's file, as words behind its place: its value, and what it must be.
import type * as z from "zod/mini";

type Issue = z.core.$ZodRawIssue;

/** The most characters of a value that are shown. */
const MOST_LETTERS = 40;

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a record of fields",
  record: "a record of fields",
};

/** Words that say what a value must be, whatever it is: `it is 5; it must be a text`. */
export function mustBe(allowed: string): (issue: Issue) => string {
  return ({ input }) => `${inWords(input)}; it must be ${allowed}`;
}

/** The words where the schema has none of its own. */
export function issueWords(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return mustBe(KINDS[issue.expected] ?? issue.expected)(issue);
    case "invalid_value":
      return mustBe(
        issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(", ")}`,
      )(issue);
    case "too_small":
      return sizeWords(issue, issue.inclusive === false ? "more than" : "at least", issue.minimum);
    case "too_big":
      return sizeWords(issue, issue.inclusive === false ? "less than" : "at most", issue.maximum);
    case "unrecognized_keys":
      return `${quoted(issue.keys)} ${issue.keys.length === 1 ? "is no field" : "are no fields"}; fields are ${fieldsOf(issue).join(", ")}`;
    case "invalid_key":
      return issue.issues.map(({ message }) => message).join("; ");
    default:
      return `${inWords(issue.input)}, which is not allowed there`;
  }
}

function sizeWords(issue: Issue & { origin: string }, bound: string, size: number | bigint): string {
  const { origin, input } = issue;
  const parts = { array: "item", string: "letter" }[origin];
  if (parts === undefined) return mustBe(`${bound} ${size}`)(issue);
  return `${inWords(input)}; it must have ${bound} ${size} ${parts}${Number(size) === 1 ? "" : "s"}`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

function inWords(input: unknown): string {
  if (input === undefined) return "it is missing";
  const text = typeof input === "number" ? String(input) : (JSON.stringify(input) ?? typeof input);
  return `it is ${text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text}`;
}

/** The allowed keys of the record, which the issue itself does not name. */
function fieldsOf({ inst }: Issue): string[] {
  const def: object = inst?._zod.def ?? {};
  const { shape = {}, keyType } = def as Partial<Pick<z.core.$ZodObjectDef, "shape"> & z.core.$ZodRecordDef>;
  return [...Object.keys(shape), ...(keyType?._zod.values ?? [])].map(String);
}
