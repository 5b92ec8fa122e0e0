#!/usr/bin/env python3
"""The peer's side of embed-bench: ONNX Runtime in f32, carrying out orders, one JSON object a line.

    embed-bench MODEL_FOLDER --python PATH        starts it; PATH is a Python with onnxruntime, onnx, numpy and tokenizers

The ONNX model is made here from the folder's safetensors with ONNX Runtime's own fused operators (embedding + normalisation,
attention with one matrix for query, key and value, skip + normalisation, bias + GELU): what its transformers optimizer makes of
an export. Texts are tokenised by the `tokenizers` library, sorted by length and padded in
batches; the fastest of several batch sizes is the one that is measured. Vectors are mean-pooled and of length 1.

    encoder_peers.py MODEL_FOLDER --once TEXT     prints one vector's length and ends: the peer's cold start
"""
import argparse
import json
import os
import struct
import sys
import time

# One thread means one thread.
os.environ["TOKENIZERS_PARALLELISM"] = "false"
import numpy

BATCH_SIZES = (1, 4, 8, 32)


def tensors(path):
    """The tensors of a safetensors file of f32, by name."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        start = file.tell()
        data = numpy.memmap(path, numpy.uint8, "r", offset=start)
    return {name: data[entry["data_offsets"][0]:entry["data_offsets"][1]].view(numpy.float32).reshape(entry["shape"])
            for name, entry in header.items() if name != "__metadata__" and entry["dtype"] == "F32"}


def build(folder):
    """The encoder as an ONNX model: ids, types and mask in, the last hidden state out."""
    from onnx import TensorProto, helper, numpy_helper
    config = json.load(open(os.path.join(folder, "config.json")))
    weights = tensors(os.path.join(folder, "model.safetensors"))
    epsilon, heads = config["layer_norm_eps"], config["num_attention_heads"]
    nodes, constants = [], []

    def constant(name, array):
        constants.append(numpy_helper.from_array(numpy.ascontiguousarray(array, numpy.float32), name))
        return name

    def own(name):
        return constant(name, weights[name])

    def node(operator, inputs, output, domain="com.microsoft", **attributes):
        nodes.append(helper.make_node(operator, inputs, output if isinstance(output, list) else [output], domain=domain,
                                      **attributes))
        return output

    def dense(x, name):
        matrix = constant(name + ".weight", weights[name + ".weight"].T)
        return node("MatMul", [x, matrix], name + ".product", domain="")

    def norm(x, skip, name, bias):
        return node("SkipLayerNormalization", [x, skip, own(name + ".weight"), own(name + ".bias"), own(bias + ".bias")],
                    name + ".output", epsilon=epsilon)

    x, lengths = node(
        "EmbedLayerNormalization",
        ["ids", "types", own("embeddings.word_embeddings.weight"), own("embeddings.position_embeddings.weight"),
         own("embeddings.token_type_embeddings.weight"), own("embeddings.LayerNorm.weight"),
         own("embeddings.LayerNorm.bias"), "mask"],
        ["embedded", "lengths"], epsilon=epsilon)
    for index in range(config["num_hidden_layers"]):
        layer = f"encoder.layer.{index}"
        parts = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
        matrix = constant(layer + ".qkv.weight", numpy.concatenate([weights[part + ".weight"].T for part in parts], axis=1))
        bias = constant(layer + ".qkv.bias", numpy.concatenate([weights[part + ".bias"] for part in parts]))
        attended = node("Attention", [x, matrix, bias, lengths], layer + ".attended", num_heads=heads)
        output = f"{layer}.attention.output.dense"
        x = norm(dense(attended, output), x, f"{layer}.attention.output.LayerNorm", output)
        inner = f"{layer}.intermediate.dense"
        activated = node("BiasGelu", [dense(x, inner), own(inner + ".bias")], layer + ".activated")
        output = f"{layer}.output.dense"
        x = norm(dense(activated, output), x, f"{layer}.output.LayerNorm", output)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT32, ["batch", "length"]) for name in ("ids", "types", "mask")]
    outputs = [helper.make_tensor_value_info(x, TensorProto.FLOAT, ["batch", "length", config["hidden_size"]])]
    model = helper.make_model(
        helper.make_graph(nodes, "encoder", inputs, outputs, constants),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)], ir_version=8)
    return model.SerializeToString()


class Peer:
    def __init__(self, folder):
        from tokenizers import Tokenizer
        self.model = build(folder)
        limit = json.load(open(os.path.join(folder, "sentence_bert_config.json")))["max_seq_length"]
        self.tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
        self.tokenizer.enable_truncation(limit)
        self.tokenizer.enable_padding()
        self.sessions, self.batch_sizes = {}, {}

    def session(self, threads):
        import onnxruntime
        if threads not in self.sessions:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
            self.sessions[threads] = onnxruntime.InferenceSession(self.model, options, providers=["CPUExecutionProvider"])
        return self.sessions[threads]

    def run(self, texts, threads, batch_size):
        session = self.session(threads)
        vectors = numpy.empty((len(texts), session.get_outputs()[0].shape[2]), numpy.float32)
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for start in range(0, len(order), batch_size):
            chosen = order[start:start + batch_size]
            encodings = self.tokenizer.encode_batch_fast([texts[index] for index in chosen])
            ids = numpy.array([encoding.ids for encoding in encodings], numpy.int32)
            mask = numpy.array([encoding.attention_mask for encoding in encodings], numpy.int32)
            hidden, = session.run(None, {"ids": ids, "types": numpy.zeros_like(ids), "mask": mask})
            weight = mask[:, :, None].astype(numpy.float32)
            pooled = (hidden * weight).sum(1) / weight.sum(1)
            vectors[chosen] = pooled / numpy.linalg.norm(pooled, axis=1, keepdims=True)
        return vectors

    def best_batch_size(self, texts, threads):
        key = (threads, len(texts), len(texts[0]))
        if key not in self.batch_sizes:
            times = {}
            for size in sorted({min(size, len(texts)) for size in BATCH_SIZES}):
                self.run(texts, threads, size)
                started = time.perf_counter()
                self.run(texts, threads, size)
                times[size] = time.perf_counter() - started
            self.batch_sizes[key] = min(times, key=times.get)
        return self.batch_sizes[key]

    def carry_out(self, order):
        texts, threads = order["texts"], order["threads"]
        if order["action"] == "vectors":
            return {"vectors": self.run(texts, threads, 32).tolist()}
        if order["action"] == "latency":
            self.run(texts, threads, 1)
            latencies, end = [], time.perf_counter() + order["seconds"]
            while len(latencies) < 20 or time.perf_counter() < end:
                started = time.perf_counter()
                self.run(texts, threads, 1)
                latencies.append(time.perf_counter() - started)
            return {"latencies": latencies}
        size = self.best_batch_size(texts, threads)
        passes, started = 0, time.perf_counter()
        while passes == 0 or time.perf_counter() - started < order["seconds"]:
            self.run(texts, threads, size)
            passes += 1
        seconds = time.perf_counter() - started
        return {"passes": passes, "seconds": seconds, "batchSize": size, "residentBytes": resident_bytes()}


def resident_bytes():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS:"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--once")
    options = parser.parse_args()
    peer = Peer(options.folder)
    if options.once:
        print(len(peer.run([options.once], 2, 1)[0]), flush=True)
        return
    for line in sys.stdin:
        try:
            outcome = peer.carry_out(json.loads(line))
        except Exception as error:
            outcome = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(outcome), flush=True)


main()
