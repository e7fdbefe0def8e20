using Masking.ModelFiles;
using Masking.Onnx.Schema;
using static TorchSharp.torch;

namespace Masking.Onnx.Exporting;

/// <summary>The cores of the library in standard operators. The memory of a recurrent core is an input and an output.</summary>
/// <param name="graph">The graph.</param>
/// <param name="parts">The parts of the policy.</param>
/// <param name="core">The declaration of the core.</param>
internal sealed class CoreExport(OnnxGraph graph, Parts parts, CoreDeclaration core)
{
    /// <summary>The latent <c>(batch, width)</c>.</summary>
    /// <param name="input"><c>(batch, inputs)</c>.</param>
    public OnnxValue Step(OnnxValue input) => parts[core.Name] switch
    {
        nn.Module part when parts.IsCustom(core.Name) => Custom(part, input),
        GruCore => Gru(input),
        LstmCore => Lstm(input),
        _ => parts.Rectified($"{core.Name}.layer", input),
    };

    private OnnxValue Custom(nn.Module part, OnnxValue input)
    {
        if (part is not RecurrentCore recurrent)
        {
            return parts.Export(core.Name, outputs: 1, input)[0];
        }

        OnnxValue?[] memory = [.. Enumerable.Range(0, recurrent.MemoryTensors).Select(tensor => (OnnxValue?)Memory(tensor))];
        IReadOnlyList<OnnxValue> next = parts.Export(core.Name, memory.Length, [input, .. memory]);
        OnnxValue[] remembered = [.. next.Select((value, tensor) => Remember(tensor, value))];
        return remembered[0];
    }

    private OnnxValue Gru(OnnxValue input)
    {
        OnnxValue hidden = Memory(0);
        OnnxValue read = parts.Linear($"{core.Name}.fromInput", input);
        OnnxValue projected = parts.Linear($"{core.Name}.fromHidden", hidden);
        OnnxValue reset = graph.Add("Sigmoid", graph.Add("Add", Gate(read, 0), Gate(projected, 0)));
        OnnxValue update = graph.Add("Sigmoid", graph.Add("Add", Gate(read, 1), Gate(projected, 1)));
        OnnxValue candidate = graph.Add("Tanh", graph.Add("Add", Gate(read, 2), graph.Add("Mul", reset, Gate(projected, 2))));
        OnnxValue next = graph.Add("Add", candidate, graph.Add("Mul", update, graph.Add("Sub", hidden, candidate)));
        return Remember(0, next);
    }

    private OnnxValue Lstm(OnnxValue input)
    {
        OnnxValue gates = graph.Add(
            "Add", parts.Linear($"{core.Name}.fromInput", input), parts.Linear($"{core.Name}.fromHidden", Memory(0)));
        OnnxValue kept = graph.Add("Mul", graph.Add("Sigmoid", Gate(gates, 1)), Memory(1));
        OnnxValue added = graph.Add("Mul", graph.Add("Sigmoid", Gate(gates, 0)), graph.Add("Tanh", Gate(gates, 2)));
        OnnxValue cell = Remember(1, graph.Add("Add", kept, added));
        return Remember(0, graph.Add("Mul", graph.Add("Sigmoid", Gate(gates, 3)), graph.Add("Tanh", cell)));
    }

    private OnnxValue Gate(OnnxValue gates, int gate) => graph.Add(
        "Slice", gates, graph.Constant((long)gate * core.Width), graph.Constant((gate + 1L) * core.Width), graph.Constant(1L));

    private OnnxValue Memory(int tensor) => graph.Input(
        OnnxNames.Memory(core.Memory[tensor]), ElementType.Float32, OnnxNames.Batch, $"{core.Width}");

    private OnnxValue Remember(int tensor, OnnxValue next)
    {
        graph.Output(OnnxNames.Next(core.Memory[tensor]), next, ElementType.Float32, OnnxNames.Batch, $"{core.Width}");
        return next;
    }
}
