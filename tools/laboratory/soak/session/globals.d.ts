// What the program of these proofs offers to whoever drives it in an image (program.ts).

declare let sessionAct: (this: void, what: string, text: string, number: number, now: number) => string;
