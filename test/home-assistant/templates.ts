// The result of a template for a value. The stand-in has no Jinja: it knows the forms that it has met.

type Form = readonly [form: RegExp, made: (value: string, parts: readonly string[]) => string];

/** A word in a template. */
const WORD = "'([^'\\\\]*)'";
/** A number in one. */
const NUMBER = "(-?[\\d.]+)";

/** A count, which may have a least. */
const COUNT = "(?:\\[value,(\\d+)\\]\\|max|value)";

const FORMS: readonly Form[] = [
  // No template at all: the same for each value.
  [/^([^{}]*)$/, (_, [text = ""]) => text],
  // Of a stamped reading: Jinja writes JSON's null as None.
  [
    /^\{\{value_json\.value\}\}$/,
    (value) => String((JSON.parse(value) as { value: unknown }).value ?? "None"),
  ],
  [
    new RegExp(`^\\{\\{${WORD} if value==${WORD} else ${WORD}\\}\\}$`),
    (value, [yes = "", word, no = ""]) => (value === word ? yes : no),
  ],
  [
    new RegExp(`^\\{\\{${WORD} if value==${WORD} else value\\}\\}$`),
    (value, [yes = "", word]) => (value === word ? yes : value),
  ],
  [
    new RegExp(`^\\{\\{${WORD} if value\\|float>0 else ${WORD}\\}\\}$`),
    (value, [yes = "", no = ""]) => (Number(value) > 0 ? yes : no),
  ],
  [
    new RegExp(`^\\{\\{${COUNT}\\*${NUMBER}\\+${NUMBER}\\}\\}$`),
    (value, [least = "-Infinity", factor, shift]) =>
      String(Math.max(Number(value), Number(least)) * Number(factor) + Number(shift)),
  ],
  [
    new RegExp(`^\\{\\{\\(\\(value\\|float-${NUMBER}\\)/${NUMBER}\\)\\|round\\|int\\}\\}$`),
    (value, [shift, factor]) => String(Math.round((Number(value) - Number(shift)) / Number(factor))),
  ],
];

/** Throws for a template in a form that it has not met. */
export function plainly(template: string, value: string): string {
  for (const [form, made] of FORMS) {
    const match = form.exec(template);
    if (match !== null) return made(value, match.slice(1));
  }
  throw new Error(`The stand-in for Home Assistant does not know the template ${template}.`);
}

/** The same where there may be no template. */
export function templated(template: unknown, value: string): string {
  return template === undefined ? value : plainly(template as string, value);
}
