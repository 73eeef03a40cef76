"""A LLaMA in tinygrad, one statement at a time, on a job of peers.ts: `python bench/tinygrad_peer.py JOB.json`.

The original geometry-of-truth ran tinygrad's example of a LLaMA, which its package does not have; this is the same
computation in the same operations. tinygrad compiles its kernels with clang.
"""

import os

os.environ.setdefault("CPU_COUNT", str(os.cpu_count()))

import numpy  # noqa: E402
from peers_common import run  # noqa: E402
from tinygrad import Tensor  # noqa: E402


class Llama:
    def __init__(self, job):
        self.config = job.config
        self.depth = job.depth
        weights = job.weights(job.depth)
        self.embeddings = weights.pop("model.embed_tokens.weight")
        self.weights = {name: Tensor(weights.pop(name)).realize() for name in list(weights)}

    def activations(self, statement):
        """The residual stream after the last block at the last token, `[1, hiddenSize]`."""
        x = Tensor(self.embeddings[statement])  # [tokens, hiddenSize]
        angles = numpy.outer(numpy.arange(len(statement)), self.config["ropeFrequencies"]).astype(numpy.float32)
        cos, sin = Tensor(numpy.cos(angles)), Tensor(numpy.sin(angles))  # [tokens, headDim / 2]
        for index in range(self.depth):
            x = self.block(x, index, cos, sin).realize()
        return x[-1:].numpy()

    def block(self, x, index, cos, sin):
        weight = lambda name: self.weights[f"model.layers.{index}.{name}.weight"]  # noqa: E731
        normed = self.rms_norm(x, weight("input_layernorm"))
        q, k, v = (self.heads(normed.linear(weight(f"self_attn.{name}_proj").T)) for name in "qkv")
        q, k = rotary(q, cos, sin), rotary(k, cos, sin)  # [heads, tokens, headDim]
        shared = self.config["numAttentionHeads"] // self.config["numKeyValueHeads"]
        if shared > 1:
            k, v = k.repeat_interleave(shared, dim=0), v.repeat_interleave(shared, dim=0)
        mixed = q.scaled_dot_product_attention(k, v, is_causal=True)
        h = x + mixed.transpose(0, 1).reshape(x.shape[0], -1).linear(weight("self_attn.o_proj").T)
        normed = self.rms_norm(h, weight("post_attention_layernorm"))
        gate, up = (normed.linear(weight(f"mlp.{name}_proj").T) for name in ("gate", "up"))
        return h + (gate.silu() * up).linear(weight("mlp.down_proj").T)

    def rms_norm(self, x, weight):
        return x * (x.square().mean(-1, keepdim=True) + self.config["rmsNormEps"]).rsqrt() * weight

    def heads(self, x):
        return x.reshape(x.shape[0], -1, self.config["headDim"]).transpose(0, 1)


def rotary(x, cos, sin):
    a, b = x.chunk(2, dim=-1)
    return (a * cos - b * sin).cat(a * sin + b * cos, dim=-1)


def main(job):
    model = Llama(job)
    job.measure("tinygrad, truncated, one at a time", 1, lambda statements: model.activations(statements[0]))


if __name__ == "__main__":
    run(main)
