/** What was measured, or why it could not be: a short phrase to show in its place. */
export type Measured<T> = {present: true; value: T} | {present: false; why: string};

export function present<T>(value: T): {present: true; value: T} {
  return {present: true, value};
}

export function absent(why: string): {present: false; why: string} {
  return {present: false, why};
}
