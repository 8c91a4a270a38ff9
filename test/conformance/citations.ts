// Citations in a test's name of the statements that it shows: "[MQTT-3.1.2-23]" or a run
// "[MQTT-3.1.2-18..22]" for numbered statements, and "[MQTT 3.8.4]" for the plain text of a section; "MQTT5"
// in place of "MQTT" for the standard of 5.0.

const CITATION = /\[(MQTT5?)(?:-(\d+)[.-](\d+\.\d+)-(\d+)(?:\.\.(\d+))?| (\d+(?:\.\d+)+))\]/g;

/** What a test's or a group's name cites of one standard, without its tag. */
export function citationsIn(name: string, tag: string): string[] {
  return [...name.matchAll(CITATION)].flatMap(([, cited, part, section, first, last = first, plain]) => {
    if (cited !== tag) return [];
    if (plain !== undefined) return [plain];
    const numbers = Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i);
    return numbers.map((number) => `${part}.${section}-${number}`);
  });
}

/** The name without what it cites. */
export function withoutCitations(name: string): string {
  return name
    .replaceAll(CITATION, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/ ([:,])/g, "$1")
    .trim();
}
