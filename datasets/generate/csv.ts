/** A statement with its further columns; all rows of a dataset have the same ones in the same order. */
export interface Said {
  statement: string;
  /** Names the statements that differ from this one in one thing only. */
  pair: string;
  /** Names the statements that are about the same thing; statements of a pair have one subject. */
  subject: string;
  [column: string]: string | number;
}

/** A statement with its label. */
export interface Row extends Said {
  label: string;
}

/** A dataset as CSV: RFC 4180, but for lines that end in LF. */
export function toCsv(rows: readonly Row[]): string {
  const lines = [Object.keys(rows[0]), ...rows.map((row) => Object.values(row))];
  return lines.map((fields) => `${fields.map(toField).join(",")}\n`).join("");
}

function toField(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
