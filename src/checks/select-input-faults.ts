// What is wrong with an actuator that is a choice of words. On a computer only.
import type { SelectInputDeclaration } from "../device/declare/actuators/select-input.ts";
import { called, type Fault, fault } from "./fault.ts";

const LONGEST_OPTION = 64;

export function selectInputFaults(actuator: SelectInputDeclaration): Fault[] {
  const { options, atStart } = actuator.options;
  const { part } = actuator;
  const add = (option: string, sentence: string) => [
    fault(actuator, option, `${called(actuator)} ${sentence}`),
  ];
  if (options.length === 0) return add("options", "has no options; name one or more.");
  const faults = options.flatMap((option, i) => {
    if (option === "" || option === "last" || option === "None" || option.length > LONGEST_OPTION)
      return add(
        `options.${i}`,
        `has the option "${option}"; an option is 1 to ${LONGEST_OPTION} bytes, and not "last" or "None".`,
      );
    return options.indexOf(option) === i
      ? []
      : add(`options.${i}`, `has the option "${option}" twice; say it once.`);
  });
  if (atStart !== undefined && atStart !== "last" && !options.includes(atStart))
    faults.push(
      ...add("atStart", `starts at "${atStart}", which is no option of it; those are ${options.join(", ")}.`),
    );
  if (part.wire !== "none" && options.length - 1 > part.most)
    faults.push(...add("options", `has ${options.length} options; its part takes 0 to ${part.most}.`));
  return faults;
}
