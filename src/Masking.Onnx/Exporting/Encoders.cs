using Masking.Onnx.Schema;

namespace Masking.Onnx.Exporting;

/// <summary>The encoders of the library in standard operators. Absent entities have no influence, also if they are NaN.</summary>
/// <param name="graph">The graph.</param>
/// <param name="weights">The parameters of the policy.</param>
/// <param name="inputs">All inputs of the policy.</param>
internal sealed class Encoders(OnnxGraph graph, Weights weights, IReadOnlyList<InputDeclaration> inputs)
{
    private const string Batch = "batch";

    private readonly Dictionary<string, (OnnxValue Rows, OnnxValue Present)> _embedded = [];

    /// <summary>Adds an input, and encodes it.</summary>
    public Encoding Encode(InputDeclaration input) => input.Kind switch
    {
        InputKind.Vector => new Encoding(Rectified(
            $"{input.Name}.layer", graph.Input(input.Name, ElementType.Float32, Batch, $"{input.Size[0]}")), null, null),
        InputKind.Entities => EncodeSet(input),
        _ => EncodeMap(input),
    };

    /// <summary>The name of the number of entities of a set.</summary>
    public static string EntitiesOf(string set) => $"{set}.entities";

    /// <summary>The height and the width of a map, or their names if they differ from call to call.</summary>
    public static string[] SidesOf(InputDeclaration map) =>
        [Side(map.Size[1], $"{map.Name}.height"), Side(map.Size[2], $"{map.Name}.width")];

    private Encoding EncodeSet(InputDeclaration input)
    {
        string entities = EntitiesOf(input.Name);
        (OnnxValue rows, OnnxValue present) = Embedded(input);
        OnnxValue isPresent = graph.Add("Unsqueeze", present, graph.Constant(-1L));
        if (input.Part == nameof(DeepSetEncoder))
        {
            OnnxValue encoded = OrZero(isPresent, Rectified($"{input.Name}.layer", rows));
            OnnxValue maximum = graph.Add("ReduceMax", [("axes", new long[] { 1 }), ("keepdims", 0L)], encoded);
            OnnxValue pooled = graph.Add("Concat", [("axis", 1L)], Mean(encoded, present), maximum);
            return new Encoding(pooled, encoded, present, entities);
        }

        AttentionExport attention = new(graph, weights);
        (OnnxValue Rows, OnnxValue Present)[] sets =
            [.. input.AttendsTo.Select(other => Embedded(inputs.First(each => each.Name == other)))];
        OnnxValue? others = sets.Length == 0 ? null : Joined([.. sets.Select(set => set.Rows)]);
        OnnxValue? othersPresent = sets.Length == 0 ? null : Joined([.. sets.Select(set => set.Present)]);
        OnnxValue visible = Visible(input, present, othersPresent);
        for (int block = 0; weights.Has($"{input.Name}.blocks.{block}.expand.weight"); block++)
        {
            rows = attention.Block($"{input.Name}.blocks.{block}", rows, others, visible, heads: 4);
        }

        OnnxValue attended = OrZero(isPresent, rows);
        return new Encoding(Mean(attended, present), attended, present, entities);
    }

    /// <summary>The keys that each entity attends to: <c>(batch, 1, 1 or entities, keys)</c> bool.</summary>
    private OnnxValue Visible(InputDeclaration input, OnnxValue present, OnnxValue? others)
    {
        OnnxValue own = graph.Add("Unsqueeze", present, graph.Constant(1L));
        OnnxValue? ofOthers = others is { } mask ? graph.Add("Unsqueeze", mask, graph.Constant(1L)) : null;
        if (input.HasSight)
        {
            string entities = EntitiesOf(input.Name);
            OnnxValue sight = graph.Input($"{input.Name}Sight", ElementType.Bool, Batch, entities, entities);
            own = graph.Add("And", own, sight);

            // The other sets are visible to every entity, so their mask is repeated for each.
            OnnxValue column = graph.Add("Unsqueeze", present, graph.Constant(-1L));
            OnnxValue never = graph.Add("And", column, graph.Add("Not", column));
            ofOthers = ofOthers is { } row ? graph.Add("Or", row, never) : null;
        }

        return graph.Add("Unsqueeze", ofOthers is { } further ? Joined([own, further], axis: -1) : own, graph.Constant(1L));
    }

    private OnnxValue Joined(OnnxValue[] values, long axis = 1) =>
        values.Length == 1 ? values[0] : graph.Add("Concat", [("axis", axis)], values);

    /// <summary>The entities of a set without attention, <c>(batch, entities, width)</c>, and its presence mask.</summary>
    private (OnnxValue Rows, OnnxValue Present) Embedded(InputDeclaration input)
    {
        if (!_embedded.TryGetValue(input.Name, out (OnnxValue Rows, OnnxValue Present) set))
        {
            string entities = EntitiesOf(input.Name);
            OnnxValue features = graph.Input(input.Name, ElementType.Float32, Batch, entities, $"{input.Size[0]}");
            OnnxValue present = graph.Input($"{input.Name}Mask", ElementType.Bool, Batch, entities);
            OnnxValue isPresent = graph.Add("Unsqueeze", present, graph.Constant(-1L));
            set = (Rectified($"{input.Name}.embed", OrZero(isPresent, features)), present);
            _embedded.Add(input.Name, set);
        }

        return set;
    }

    private Encoding EncodeMap(InputDeclaration input)
    {
        string[] size = SidesOf(input);
        OnnxValue cells = graph.Input(input.Name, ElementType.Float32, [Batch, $"{input.Size[0]}", .. size]);
        OnnxValue? present = input.Kind == InputKind.AgentMap ? graph.Input($"{input.Name}Mask", ElementType.Bool, [Batch, .. size]) : null;
        for (int layer = 0; weights.Has($"{input.Name}.convolutions.{layer}.weight"); layer++)
        {
            string name = $"{input.Name}.convolutions.{layer}";
            cells = graph.Add("Relu", graph.Add(
                "Conv", [("pads", new long[] { 1, 1, 1, 1 })], cells, weights.Constant($"{name}.weight"), weights.Constant($"{name}.bias")));
        }

        OnnxValue summary = input.Size[1] > 0 && input.Size[2] > 0
            ? graph.Add("Flatten", [("axis", 1L)], cells)
            : graph.Add("ReduceMean", [("axes", new long[] { 2, 3 }), ("keepdims", 0L)], cells);
        return new Encoding(
            Rectified($"{input.Name}.pool", summary),
            graph.Add("Transpose", [("perm", new long[] { 0, 2, 3, 1 })], cells),
            present,
            size);
    }

    private static string Side(int size, string name) => size > 0 ? $"{size}" : name;

    private OnnxValue Rectified(string layer, OnnxValue input) => graph.Add("Relu", weights.Linear(layer, input));

    private OnnxValue OrZero(OnnxValue condition, OnnxValue numbers) => graph.Add("Where", condition, numbers, graph.Constant(0f));

    /// <summary>The mean over the present entities, whose sum is that of all; 0 for an empty set.</summary>
    private OnnxValue Mean(OnnxValue encoded, OnnxValue present)
    {
        OnnxValue sum = graph.Add("ReduceSum", [("keepdims", 0L)], encoded, graph.Constant(1L));
        OnnxValue count = graph.Add(
            "ReduceSum", graph.Add("Cast", [("to", (long)ElementType.Float32)], present), graph.Constant(1L));
        return graph.Add("Div", sum, graph.Add("Max", count, graph.Constant(1f)));
    }
}
