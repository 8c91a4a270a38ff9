// The source lines behind the lines of a finished script.
import { SourceMap } from "node:module";
import type { MappedText } from "../../../compiler/source/mapped-text.ts";

/** JavaScript with the map of its lines to those of what it was made from, as JSON. */
export interface Script {
  code: string;
  map: string;
}

/**
 * Each line of a script with the source line of its beginning; `origins` are those of the text that it was
 * made of.
 */
export function mapped(script: Script, origins: MappedText["origins"]): MappedText {
  const map = new SourceMap(JSON.parse(script.map));
  const lines = script.code.split("\n");
  return {
    text: script.code,
    origins: lines.map((_, index) => {
      const entry = map.findEntry(index, 0) as { originalLine?: number };
      return entry.originalLine === undefined ? undefined : origins[entry.originalLine];
    }),
  };
}
