"""The bundled model as an ONNX graph, written node by node.

Three choices make it fast and keep a text's vector the same in whatever batch it sits:

- Activations are quantised to 8 bits with one scale *per token*, around the fixed zero point 128.
  The usual one scale per tensor (`DynamicQuantizeLinear`) is a little cheaper, but then every text
  of a batch shifts the vectors of the others.
- Weights are integers in -63..63 with one scale per output column. A seventh bit more would
  overflow the 16-bit sums of processors without VNNI instructions; so all processors calculate
  with the same integers.
- Bias, residual sum, layer norm and activation are ONNX Runtime's fused operators
  (`com.microsoft`), so each matrix product is followed by two passes over memory, not six.

The word vectors stay in the four-bit blocks they come in.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.embedding.weights import Weights

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

GRAPH_REVISION = 1
OUTPUT = "last_hidden_state"
_CONTRIB = "com.microsoft"
_WEIGHT_RANGE = 63
_BLOCK_WIDTH = 32
_INT32 = 6  # TensorProto.INT32, without importing onnx at start

Quantised = tuple[str, str]


class GraphWriter:
    """Collects nodes and constants; every method gives the name of the value it made."""

    def __init__(self) -> None:
        """Start empty."""
        self.nodes: list[NodeProto] = []
        self.constants: dict[str, TensorProto] = {}

    def constant(self, name: str, value: npt.ArrayLike, dtype: npt.DTypeLike) -> str:
        """A constant tensor; the same name twice is the same constant."""
        from onnx import numpy_helper

        if name not in self.constants:
            array = np.ascontiguousarray(np.asarray(value, dtype)).reshape(np.shape(value))
            self.constants[name] = numpy_helper.from_array(array, name)
        return name

    def add(self, kind: str, inputs: list[str], **attributes: int | float) -> str:
        """A standard operator with one output."""
        return self._add(kind, inputs, "", attributes)

    def add_fused(self, kind: str, inputs: list[str], **attributes: int | float) -> str:
        """One of ONNX Runtime's own operators; only its first output is named."""
        return self._add(kind, inputs, _CONTRIB, attributes)

    def _add(
        self, kind: str, inputs: list[str], domain: str, attributes: dict[str, int | float]
    ) -> str:
        from onnx import helper

        output = f"{kind}_{len(self.nodes)}"
        node = helper.make_node(kind, inputs, [output], domain=domain)
        node.attribute.extend(helper.make_attribute(*pair) for pair in sorted(attributes.items()))
        self.nodes.append(node)
        return output


def make_graph(weights: Weights) -> "ModelProto":
    """The encoder.

    In go `input_ids` and `attention_mask`, `(texts, tokens)` int64; out comes
    `last_hidden_state`, `(texts, tokens, hidden)` float32, not yet pooled or normalised.
    """
    graph = GraphWriter()
    _Encoder(graph, weights).write()
    graph.nodes[-1].output[0] = OUTPUT
    return _finish(graph, weights.shape.hidden)


class _Encoder:
    """Writes the layers of one model into one graph.

    Token rows are kept flat, `(texts * tokens, hidden)`, except around attention, which must know
    where texts end.
    """

    def __init__(self, graph: GraphWriter, weights: Weights) -> None:
        self.graph = graph
        self.weights = weights
        self.hidden = weights.shape.hidden
        self.inner = weights.shape.inner
        self.whole = ""
        self.mask = ""

    def write(self) -> None:
        graph = self.graph
        rows = self._flat(self._embeddings())
        width = graph.constant("hidden", [self.hidden], np.int64)
        self.whole = graph.add("Concat", [graph.add("Shape", ["input_ids"]), width], axis=0)
        self.mask = graph.add("Cast", ["attention_mask"], to=_INT32)
        for layer in range(self.weights.shape.layers):
            rows = self._feed_forward(f"l{layer}.", self._attention(f"l{layer}.", rows))
        graph.add("Reshape", [rows, self.whole])

    def _embeddings(self) -> str:
        graph = self.graph
        blocks, scales = self._word_table()
        words = graph.add_fused(
            "GatherBlockQuantized",
            [blocks, "input_ids", scales],
            block_size=_BLOCK_WIDTH,
            quantize_axis=1,
            gather_axis=0,
        )
        places = self.weights.floats("emb.pos").reshape(-1, self.hidden)
        places = places + self.weights.floats("emb.type")[: self.hidden]
        zero = graph.constant("zero", [0], np.int64)
        length = graph.add("Shape", ["input_ids"], start=1, end=2)
        table = graph.constant("places", places, np.float32)
        here = graph.add("Slice", [table, zero, length, zero])
        summed = graph.add("Add", [words, here])
        norm = [self._vector("emb.ln.w"), self._vector("emb.ln.b")]
        return graph.add("LayerNormalization", [summed, *norm], epsilon=self._epsilon)

    def _word_table(self) -> Quantised:
        from onnx import TensorProto, helper

        scales, packed = self.weights.int4("emb.word")
        sides = [self.weights.shape.vocabulary, self.hidden]
        self.graph.constants["words"] = helper.make_tensor(
            "words", TensorProto.INT4, sides, packed.tobytes(), raw=True
        )
        scales = scales.reshape(-1, self.hidden // _BLOCK_WIDTH)
        return "words", self.graph.constant("words.scale", scales, np.float32)

    def _attention(self, layer: str, rows: str) -> str:
        quantised = self._quantise(rows)
        parts = [self._product(quantised, f"{layer}{part}.w", self.hidden) for part in "qkv"]
        biases = [self.weights.floats(f"{layer}{part}.b") for part in "qkv"]
        bias = self.graph.constant(f"{layer}qkv.b", np.concatenate(biases), np.float32)
        context = self.graph.add_fused(
            "MultiHeadAttention",
            [*(self.graph.add("Reshape", [part, self.whole]) for part in parts), bias, self.mask],
            num_heads=self.weights.shape.heads,
        )
        update = self._product(self._quantise(self._flat(context)), f"{layer}ao.w", self.hidden)
        return self._add_and_norm(update, rows, f"{layer}aln", f"{layer}ao.b")

    def _feed_forward(self, layer: str, rows: str) -> str:
        wide = self._product(self._quantise(rows), f"{layer}fi.w", self.inner)
        active = self.graph.add_fused("BiasGelu", [wide, self._vector(f"{layer}fi.b")])
        update = self._product(self._quantise(active), f"{layer}fo.w", self.hidden)
        return self._add_and_norm(update, rows, f"{layer}oln", f"{layer}fo.b")

    def _add_and_norm(self, update: str, rows: str, norm: str, bias: str) -> str:
        vectors = [self._vector(name) for name in (f"{norm}.w", f"{norm}.b", bias)]
        inputs = [update, rows, *vectors]
        return self.graph.add_fused("SkipLayerNormalization", inputs, epsilon=self._epsilon)

    def _quantise(self, rows: str) -> Quantised:
        """Rows as bytes around 128, and the scale of each row `(rows, 1)`."""
        graph = self.graph
        last = graph.constant("last", [-1], np.int64)
        largest = graph.add("ReduceMax", [graph.add("Abs", [rows]), last], keepdims=0)
        step = graph.constant("step", 1 / 127, np.float32)
        # A row of zeros must not divide by zero.
        least = graph.constant("least", 1e-9, np.float32)
        scale = graph.add("Max", [graph.add("Mul", [largest, step]), least])
        centre = graph.constant("centre", 128, np.uint8)
        centres = graph.add("Expand", [centre, graph.add("Shape", [scale])])
        quantised = graph.add("QuantizeLinear", [rows, scale, centres], axis=0)
        second = graph.constant("second", [1], np.int64)
        return quantised, graph.add("Unsqueeze", [scale, second])

    def _product(self, quantised: Quantised, name: str, width: int) -> str:
        graph = self.graph
        matrix = self.weights.floats(name).reshape(width, -1).T
        scale = np.maximum(np.abs(matrix).max(axis=0) / _WEIGHT_RANGE, np.float32(1e-12))
        inputs = [
            quantised[0],
            graph.constant(name, np.rint(matrix / scale), np.int8),
            graph.constant("unit", 1, np.float32),
            graph.constant(f"{name}.scale", scale, np.float32),
            graph.constant("centre", 128, np.uint8),
        ]
        return graph.add("Mul", [graph.add_fused("MatMulIntegerToFloat", inputs), quantised[1]])

    def _flat(self, value: str) -> str:
        shape = self.graph.constant("flat", [-1, self.hidden], np.int64)
        return self.graph.add("Reshape", [value, shape])

    def _vector(self, name: str) -> str:
        return self.graph.constant(name, self.weights.floats(name), np.float32)

    @property
    def _epsilon(self) -> float:
        return self.weights.shape.epsilon


def _finish(graph: GraphWriter, hidden: int) -> "ModelProto":
    from onnx import TensorProto, helper

    sides = ["texts", "tokens"]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, sides)
        for name in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [*sides, hidden])
    body = helper.make_graph(graph.nodes, "encoder", inputs, [output], [*graph.constants.values()])
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid(_CONTRIB, 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=10)
