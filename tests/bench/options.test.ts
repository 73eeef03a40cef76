import {describe, expect, it} from "vitest";
import {parseOptions} from "../../bench/options.ts";
import {Problem} from "../../loaders/problem.ts";

const parse = (...args: string[]) => parseOptions(args, "A-model");

describe("options", () => {
  it("are the default model and the 7B shape with three datasets if nothing is said", () => {
    expect(parse()).toEqual({
      mode: "speed",
      models: ["A-model"],
      shapes: ["7B"],
      blocks: [3],
      datasets: ["maths", "cities", "larger_than"],
      repeats: 3,
      statements: 32000,
      peers: false,
      writes: true,
      removes: false
    });
  });

  it("measure nothing that was not named once something is", () => {
    expect(parse("--shape", "13B,70B")).toMatchObject({models: [], shapes: ["13B", "70B"]});
    expect(parse("--model", "x")).toMatchObject({models: ["x"], shapes: []});
    expect(parse("--model", "x", "--shape", "7B")).toMatchObject({models: ["x"], shapes: ["7B"]});
  });

  it("look at memory with every shape, and write no README then", () => {
    expect(parse("--memory")).toMatchObject({
      ...{mode: "memory", models: [], shapes: ["7B", "8B", "13B", "70B"], blocks: [2], datasets: ["maths"]},
      ...{repeats: 1, writes: false}
    });
    expect(parse("--linear")).toMatchObject({mode: "linear", models: ["A-model"], shapes: [], writes: false});
  });

  it("take what is given", () => {
    const given = ["--depth", "12", "--blocks", "4,12", "--datasets", "a, b", "--repeats", "5", "--peers"];
    expect(parse(...given, "--print", "--remove")).toMatchObject({
      ...{
        depth: 12,
        blocks: [4, 12],
        datasets: ["a", "b"],
        repeats: 5,
        peers: true,
        writes: false,
        removes: true
      }
    });
  });
});

describe("options that make no sense are refused in one line with the usage", () => {
  it.each([
    [["--shapes", "7B"], /--shapes/],
    [["--shape", "7b"], /--shape 7b: nearest: 7B/],
    [["--shape", ""], /--shape has no value/],
    [["--blocks", "3,"], /--blocks : a whole number/],
    [["--blocks", "0"], /--blocks 0: a whole number from 1 on expected/],
    [["--repeats", "1.5"], /--repeats 1.5: a whole number/],
    [["--memory", "--linear"], /--memory and --linear are 2 runs/],
    [["maths"], /maths/]
  ])("%j", (args, message) => {
    let problem: unknown;
    try {
      parse(...args);
    } catch (error) {
      problem = error;
    }
    expect(problem).toBeInstanceOf(Problem);
    expect((problem as Problem).message).toMatch(message);
    expect((problem as Problem).message).toMatch(/npm run bench --/);
    expect((problem as Problem).message).not.toContain("\n");
  });
});
