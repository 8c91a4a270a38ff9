// Chance.

export function draw(below: number): number {
  return luaMath.random(below) - 1;
}
