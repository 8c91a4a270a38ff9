// The head of a file: its first line, where that is a comment.

const QUESTION_WORD =
  /^(?:\/\/|\/\*\*?|--)\s*(What(?:ever)?|Which(?:ever)?|Who(?:ever|m|se)?|How(?:ever)?|Where(?:ver)?|When(?:ever)?|Whether|Why)\b/;

/** The fault of a head that begins with a question word, as a sentence; `undefined` for any other text. */
export function headFault(file: string, text: string): string | undefined {
  const word = QUESTION_WORD.exec(text)?.[1];
  if (word === undefined) return undefined;
  return `${file}:1 begins with "${word}". Begin it with the noun or the verb that the file is about: "Faults of a sensor's filters", and not "What is wrong with a sensor's filters".`;
}
