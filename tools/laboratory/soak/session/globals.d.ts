// Functions of these proofs' program (program.ts) that its driver calls in an image.

declare let sessionAct: (this: void, what: string, text: string, number: number, now: number) => string;
