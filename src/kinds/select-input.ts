// A choice of words.
import { isText, type WrongOption } from "../arguments/given.ts";
import { utf8 } from "../bytes/utf8.ts";
import { type SelectInputDeclaration, selectInput } from "../device/declare/actuators/select-input.ts";
import type { Kind } from "./kind.ts";
import { isTexts, SHOWN } from "./option-checks.ts";

export const SELECT_INPUT: Kind<SelectInputDeclaration> = {
  makers: [selectInput],
  options: { ...SHOWN, options: isTexts, atStart: isText },
  faults,
  states: ({ choices }) => choices.join(", "),
  classes: [],
  isNamedByClass: false,
  entity: ({ choices }) => ({ ops: [...choices] }),
  mayObeyLate: () => true,
};

const LONGEST_OPTION = 64;

function faults({ part, options: { options, atStart } }: SelectInputDeclaration): WrongOption[] {
  if (options.length === 0) return [{ option: "options", sentence: "has no options; name one or more." }];
  const found = options.flatMap((option, i) => {
    const sentence = optionFault(option, i, options);
    return sentence === undefined ? [] : [{ option: `options.${i}`, sentence }];
  });
  if (atStart !== undefined && atStart !== "last" && !options.includes(atStart)) {
    const sentence = `starts at "${atStart}", which is no option of it; those are ${options.join(", ")}.`;
    found.push({ option: "atStart", sentence });
  }
  if (part.wire !== "none" && options.length - 1 > part.most) {
    const sentence = `has ${options.length} options; its part takes 0 to ${part.most}.`;
    found.push({ option: "options", sentence });
  }
  return found;
}

function optionFault(option: string, i: number, all: readonly string[]): string | undefined {
  if (option === "" || option === "last" || option === "None" || utf8(option).length > LONGEST_OPTION)
    return `has the option "${option}"; an option is 1 to ${LONGEST_OPTION} bytes, and not "last" or "None".`;
  return all.indexOf(option) === i ? undefined : `has the option "${option}" twice; say it once.`;
}
