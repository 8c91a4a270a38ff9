// A text that people set.
import { isWhole } from "../arguments/bounds.ts";
import { isText, oneOf, shown, type WrongOption } from "../arguments/given.ts";
import { halvesFault, utf8 } from "../bytes/utf8.ts";
import { type TextInputDeclaration, textInput } from "../device/declare/actuators/text-input.ts";
import type { Kind, Told } from "./kind.ts";
import { isNumber, SHOWN } from "./option-checks.ts";

export const TEXT_INPUT: Kind<TextInputDeclaration> = {
  makers: [textInput],
  options: {
    ...SHOWN,
    minLength: isNumber,
    maxLength: isNumber,
    pattern: isText,
    mode: oneOf("text", "password"),
    atStart: isText,
    initial: isText,
  },
  faults,
  states: () => "a text, which no rule sets or waits for",
  classes: [],
  isNamedByClass: false,
  entity,
  mayObeyLate: () => true,
};

const LONGEST = 255;
const CONTROL = /\p{Cc}/u;

function faults({ shortest, longest, options }: TextInputDeclaration): WrongOption[] {
  const { pattern, atStart, initial = "" } = options;
  if (!isWhole(longest, 1, LONGEST))
    return [
      {
        option: "maxLength",
        sentence: `has maxLength of ${longest}; it is a whole number from 1 to ${LONGEST}.`,
      },
    ];
  if (!isWhole(shortest, 0, longest - 1)) {
    const sentence = `has minLength of ${shortest}; it is a whole number from 0, and below maxLength, which is ${longest}.`;
    return [{ option: "minLength", sentence }];
  }
  const expression = pattern === undefined ? /^/ : expressionOf(pattern);
  if (expression === undefined) {
    const sentence = `has the pattern ${shown(pattern)}, which is no regular expression.`;
    return [{ option: "pattern", sentence }];
  }
  const starts = Object.entries({ initial, ...(atStart === "last" ? {} : { atStart }) });
  return starts.flatMap(([option, text = initial]) => {
    const sentence = textFault(text, shortest, longest, expression);
    return sentence === undefined ? [] : [{ option, sentence }];
  });
}

/** From the first character on, as Home Assistant looks at a text. */
function expressionOf(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})`);
  } catch {
    return undefined;
  }
}

function textFault(text: string, shortest: number, longest: number, pattern: RegExp): string | undefined {
  const halves = halvesFault(text);
  if (halves !== "") return `starts with ${shown(text)}; ${halves}.`;
  const characters = [...text].length;
  if (characters < shortest || characters > longest)
    return `starts with ${shown(text)}; a text of it has ${shortest} to ${longest} characters.`;
  if (utf8(text).length > LONGEST)
    return `starts with ${shown(text)}; a text has at most ${LONGEST} bytes of UTF-8.`;
  if (CONTROL.test(text)) return `starts with ${shown(text)}; a text has no control characters.`;
  return pattern.test(text)
    ? undefined
    : `starts with ${shown(text)}, which its pattern does not let people write.`;
}

function entity({ shortest, longest, options: { mode, pattern } }: TextInputDeclaration): Told {
  return {
    min: shortest,
    max: longest,
    ...(mode === undefined ? {} : { mode }),
    ...(pattern === undefined ? {} : { ptrn: pattern }),
  };
}
