"""Transformers and nnsight on a job of peers.ts: `python bench/peers.py JOB.json` writes results beside it."""

import os

import torch
from peers_common import BATCH, run
from transformers import LlamaConfig, LlamaForCausalLM


def load_model(job):
    """The checkpoint's blocks in float32; the embeddings are the head as well, which costs what one of its own does."""
    sizes = job.config
    config = LlamaConfig(
        hidden_size=sizes["hiddenSize"],
        intermediate_size=sizes["intermediateSize"],
        num_hidden_layers=job.blocks,
        num_attention_heads=sizes["numAttentionHeads"],
        num_key_value_heads=sizes["numKeyValueHeads"],
        head_dim=sizes["headDim"],
        vocab_size=sizes["vocabSize"],
        rms_norm_eps=sizes["rmsNormEps"],
        tie_word_embeddings=True,
        use_cache=False,
    )
    with torch.device("meta"):
        model = LlamaForCausalLM(config)
    weights = {name: torch.from_numpy(tensor) for name, tensor in job.weights(job.blocks).items()}
    weights["model.norm.weight"] = torch.ones(sizes["hiddenSize"])
    weights["lm_head.weight"] = weights["model.embed_tokens.weight"]
    model.load_state_dict(weights, assign=True)
    frequencies = torch.tensor(sizes["ropeFrequencies"], dtype=torch.float32)
    model.model.rotary_emb.inv_freq = frequencies
    model.model.rotary_emb.original_inv_freq = frequencies
    return model.eval()


def set_blocks(model, blocks, count):
    """Lets the model have `count` blocks: the first of `blocks`, over and over if there are not as many."""
    model.model.layers = torch.nn.ModuleList(blocks[i % len(blocks)] for i in range(count))
    model.config.num_hidden_layers = count


def padded(statements):
    """Ids and mask, `[batch, longest]`, filled up behind, and each statement's last token."""
    lengths = torch.tensor([len(statement) for statement in statements])
    ids = torch.zeros(len(statements), int(lengths.max()), dtype=torch.long)
    for row, statement in enumerate(statements):
        ids[row, : len(statement)] = torch.tensor(statement)
    mask = (torch.arange(ids.shape[1]) < lengths[:, None]).long()
    return ids, mask, lengths - 1


def at_ends(hidden, ends):
    return hidden[torch.arange(len(ends)), ends].numpy()


def through_hook(block, model):
    """A function of a batch that runs the model and gives what comes out of `block` the first time."""
    caught = []

    def catch(module, given, output):
        if not caught:
            caught.append(output[0] if isinstance(output, tuple) else output)

    def of_batch(statements):
        ids, mask, ends = padded(statements)
        caught.clear()
        handle = block.register_forward_hook(catch)
        model(input_ids=ids, attention_mask=mask)
        handle.remove()
        return at_ends(caught[0], ends)

    return of_batch


def run_transformers(job, model):
    blocks = list(model.model.layers)
    last = blocks[job.depth - 1]
    truncated = through_hook(last, model.model)
    set_blocks(model, blocks, job.depth)
    job.measure(f"transformers, truncated, batches of {BATCH}", BATCH, truncated)
    job.measure("transformers, truncated, one at a time", 1, truncated)
    set_blocks(model, blocks, job.whole_model)
    # repeated blocks stand for a larger model, whose head would be a smaller part of the work
    whole = through_hook(last, model if job.whole_model == job.blocks else model.model)
    job.measure(f"transformers, all {job.whole_model} blocks, batches of {BATCH}", BATCH, whole)


def run_nnsight(job, model):
    from nnsight import NNsight

    set_blocks(model, list(model.model.layers), job.depth)
    traced = NNsight(model.model)

    def of_batch(statements):
        ids, mask, ends = padded(statements)
        with traced.trace(input_ids=ids, attention_mask=mask):
            hidden = traced.layers[job.depth - 1].output.save()
        return at_ends(hidden[0] if isinstance(hidden, tuple) else hidden, ends)

    job.measure(f"nnsight, truncated, batches of {BATCH}", BATCH, of_batch)


def main(job):
    torch.set_num_threads(os.cpu_count())
    with torch.inference_mode():
        model = load_model(job)
        {"transformers": run_transformers, "nnsight": run_nnsight}[job.peer](job, model)


if __name__ == "__main__":
    run(main)
