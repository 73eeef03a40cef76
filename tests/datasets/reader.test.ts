import {describe, expect, it} from "vitest";
import {parseDataset, sliceOf} from "../../loaders/dataset.ts";

const read = (csv: string | Uint8Array) =>
  parseDataset("sums", "sums.csv", typeof csv === "string" ? new TextEncoder().encode(csv) : csv);

describe("a CSV", () => {
  it("is statements, labels and further columns in file order", () => {
    expect(read("b,label,statement,a\n2,+,1+1?,x\n3,-,4-1?,y\n")).toEqual({
      name: "sums",
      file: "sums.csv",
      rows: [0, 1],
      statements: ["1+1?", "4-1?"],
      labels: ["+", "-"],
      columns: {b: ["2", "3"], a: ["x", "y"]}
    });
    expect(Object.keys(read("b,label,statement,a\n2,+,1+1?,x\n").columns)).toEqual(["b", "a"]);
  });

  it("keeps statements as they stand: spaces, commas, quotes, several lines", () => {
    const {statements} = read('statement,label\n"  two words ",1\n"a, ""b""\nc\r\nd",2\n a ,3\n');
    expect(statements).toEqual(["  two words ", 'a, "b"\nc\r\nd', " a "]);
  });

  it("keeps labels as text, and rows that repeat", () => {
    const {labels, statements} = read("statement,label\nx,1.0\nx,1.0\nx,true\n");
    expect(labels).toEqual(["1.0", "1.0", "true"]);
    expect(statements).toEqual(["x", "x", "x"]);
  });

  it("may begin with a byte order mark and end its lines with CRLF, LF or CR", () => {
    const {statements, labels} = read("\ufeffstatement,label\r\na,1\r\nb,2\nc,3\rd,4");
    expect(statements).toEqual(["a", "b", "c", "d"]);
    expect(labels).toEqual(["1", "2", "3", "4"]);
  });

  it("may have blank lines, which are no rows", () => {
    expect(read("\nstatement,label\n\na,1\n  \nb,2\n\n\n")).toMatchObject({
      rows: [0, 1],
      statements: ["a", "b"]
    });
  });

  it("may have spaces around the names of its columns, a column without a name, and one of any name", () => {
    expect(read(",statement, label,__proto__\n0,a,1,x\n")).toMatchObject({
      labels: ["1"],
      columns: Object.fromEntries([
        ["column 1", ["0"]],
        ["__proto__", ["x"]]
      ])
    });
  });
});

describe("a CSV that is damaged is refused with one line:", () => {
  const why = (csv: string | Uint8Array) => {
    try {
      read(csv);
    } catch (error) {
      return String(error);
    }
    return "read";
  };

  it.each([
    ["", "empty; a header that names statement and label expected"],
    ["statement,label\n", "no rows below the header"],
    [
      "Statement,label\na,1\n",
      "no statement column among Statement, label (nearest: Statement); rename the one that holds the statements"
    ],
    [
      "statement,truth,labels\na,1,1\n",
      "no label column among statement, truth, labels (nearest: labels); rename the one that holds the labels"
    ],
    [
      "statement;label\na;1\n",
      "no statement column among statement;label; columns seem to be separated by ;, commas expected"
    ],
    ["statement,label,x,x\na,1,2,3\n", "two columns are named x; rename one"],
    ["statement,label\na,1\nb\n", "row 3: 2 columns expected, as in the header, 1 found"],
    [
      "statement,label\na,b,1\n",
      "row 2: 2 columns expected, as in the header, 3 found; put a field that holds a comma in quotes"
    ],
    ["statement,label\na,1\n,1\n", "row 3: empty statement; write one or delete the row"],
    ['statement,label\na,1\n"b,1\nc,1\n', "row 3: a quote that opens here is never closed"],
    [
      'statement,label\nsay "b",1\n',
      'row 2: a quote inside a field without quotes; put the field in quotes and write the quote as ""'
    ],
    [
      'statement,label\n"a" b,1\n',
      'row 2: text after a closing quote; close it where the field ends, and write a quote inside it as ""'
    ],
    ["statement,label\na\0,1\n", "text expected, a zero byte found in line 2"]
  ])("%j", (csv, message) => {
    expect(why(csv)).toBe(`Problem: sums.csv: ${message}`);
  });

  it("rows are counted like a spreadsheet's, and the line is said where it is another", () => {
    expect(why('statement,label\r\n"a\r\nb",1\r\n"c",2\r\n,3\r\n')).toContain(
      "row 4 (line 5): empty statement"
    );
    expect(why('statement,label\n"a,1\n"b",2\n')).toContain("row 2: text after a closing quote");
    expect(why('statement,label\n"é\nb\nc",1\n"d,2\n')).toContain("row 3 (line 5): a quote that opens here");
  });

  it("text in another encoding", () => {
    const latin1 = Buffer.from("statement,label\nMünchen,1\n", "latin1");
    expect(why(latin1)).toBe("Problem: sums.csv: line 2 is not UTF-8; save it as CSV in UTF-8");
    const utf16 = Buffer.from("\ufeffstatement,label\na,1\n", "utf16le");
    expect(why(utf16)).toBe("Problem: sums.csv: UTF-8 expected, UTF-16 found; save it as CSV in UTF-8");
  });
});

describe("a slice", () => {
  const dataset = read("statement,label,n\na,+-,1\nb,++,2\nc,-+,3\n");

  it("has the rows with one of the values, under their numbers in the CSV", () => {
    expect(sliceOf(dataset, {column: "label", values: ["-+", "+-"]})).toEqual({
      name: "sums",
      file: "sums.csv",
      rows: [0, 2],
      statements: ["a", "c"],
      labels: ["+-", "-+"],
      columns: {n: ["1", "3"]}
    });
  });

  it("of a slice keeps the numbers in the CSV", () => {
    const part = sliceOf(dataset, {column: "label", values: ["++", "-+"]});
    expect(sliceOf(part, {column: "n", values: ["3"]}).rows).toEqual([2]);
  });

  it("needs a column and values that there are", () => {
    expect(() => sliceOf(dataset, {column: "labels", values: ["+-"]})).toThrow(
      "sums.csv: no labels column to slice by; nearest: label, n"
    );
    expect(() => sliceOf(dataset, {column: "n", values: ["1", "9"]})).toThrow(
      "sums.csv: no row whose n is 9; nearest: 1, 2, 3"
    );
  });
});
