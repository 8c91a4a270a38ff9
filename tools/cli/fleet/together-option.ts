// The name by which the shards of a fleet find each other: a level of a topic.
import { UsageError } from "../words/failure.ts";

const FORM = /^[A-Za-z0-9._-]{1,64}$/;

/** Throws a UsageError for what is no name. */
export function togetherOption(text: string): string {
  if (FORM.test(text)) return text;
  throw new UsageError(
    `--together ${text} is not allowed; it is a name of 1 to 64 letters, digits, ".", "-" and "_".`,
  );
}
