// Numbers that are to come in their order.

/** The first two that do not, in a sentence; "" when all are in order. */
export function orderFault(numbers: readonly number[]): string {
  const at = numbers.findIndex((number, index) => index > 0 && number < numbers[index - 1]);
  return at < 0 ? "" : `Number ${numbers[at]} came behind ${numbers[at - 1]}.`;
}
