/** Types of what tests read of eslint.rooms.js. */
export const stations: readonly (readonly string[])[];
export const doors: Readonly<Record<string, readonly string[]>>;
