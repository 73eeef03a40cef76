"""What the peers' programs have in common: the job, the clock, the results."""

import json
import random
import sys
import time
from pathlib import Path

import numpy
from safetensors.numpy import load_file

BATCH = 25  # the paper's


class Job:
    """What peers.ts asks for."""

    def __init__(self):
        job = json.loads(Path(sys.argv[1]).read_text())
        self.peer = job["peer"]
        self.config = job["config"]
        self.depth = job["depth"]  # blocks after which the activations are wanted
        self.blocks = job["blocks"]  # blocks in the files
        self.whole_model = job["wholeModel"]  # blocks of the model
        self.seconds = job["seconds"]  # how long a way may take
        self.folder = Path(job["folder"])
        self.statements = json.loads(Path(job["statements"]).read_text())
        self.weights_folder = Path(job["weights"])
        self.results = []

    def weights(self, blocks):
        """The tensors of the embeddings and the first blocks in float32, by Hugging Face's names."""
        tensors = {}
        for name in ["embeddings", *(f"block-{index}" for index in range(blocks))]:
            for key, tensor in load_file(self.weights_folder / f"{name}.safetensors").items():
                tensors[key] = tensor.astype(numpy.float32, copy=False)
        return tensors

    def measure(self, way, batch_size, run):
        """Times `run`, which gives the activations `[batch, hiddenSize]` of a padded batch's statements.

        Batches come in a seeded order until their time is over; what is left would take as long a token. One batch runs
        before the clock starts.
        """
        firsts = range(0, len(self.statements), batch_size)
        batches = [list(range(first, min(first + batch_size, len(self.statements)))) for first in firsts]
        random.Random(0).shuffle(batches)
        run([self.statements[row] for row in batches[0]])
        rows, activations, spent, tokens = [], [], 0.0, 0
        for batch in batches:
            statements = [self.statements[row] for row in batch]
            start = time.perf_counter()
            activations.append(run(statements))
            spent += time.perf_counter() - start
            rows += batch
            tokens += padded_tokens(statements)
            if spent > self.seconds:
                break
        all_tokens = sum(padded_tokens([self.statements[row] for row in batch]) for batch in batches)
        name = f"{self.peer}-{len(self.results)}.f32"
        numpy.concatenate(activations).astype(numpy.float32).tofile(self.folder / name)
        seconds = spent * all_tokens / tokens
        result = {"way": way, "seconds": seconds, "rows": rows, "statements": len(self.statements), "activations": name}
        self.results.append(result)
        print(f"{way}: {seconds:.1f} s, {len(rows)} of {len(self.statements)} statements", file=sys.stderr)

    def finish(self):
        (self.folder / f"{self.peer}-results.json").write_text(json.dumps(self.results))


def run(main):
    """Runs a program; what goes wrong becomes one line, as elsewhere in the project."""
    try:
        job = Job()
        main(job)
        job.finish()
    except Exception as error:  # whatever a peer raises, it is left out
        message = " ".join(str(error).split()) or type(error).__name__
        sys.exit(f"{Path(sys.argv[1]).stem}: {message[:300]}")


def padded_tokens(statements):
    return len(statements) * max(len(statement) for statement in statements)
