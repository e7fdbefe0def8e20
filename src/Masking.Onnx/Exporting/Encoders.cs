using Masking.ModelFiles;
using Masking.Onnx.Schema;

namespace Masking.Onnx.Exporting;

/// <summary>The encoders of a policy in standard operators. Absent entities have no influence, also if they are NaN.</summary>
/// <param name="graph">The graph.</param>
/// <param name="parts">The parts of the policy.</param>
/// <param name="inputs">All inputs of the policy.</param>
/// <param name="sizes">The sizes of the axes of sets and maps.</param>
internal sealed class Encoders(OnnxGraph graph, Parts parts, IReadOnlyList<InputDeclaration> inputs, AxisSizes sizes)
{
    private const string Batch = OnnxNames.Batch;

    private readonly Dictionary<string, (OnnxValue Rows, OnnxValue Present)> _embedded = [];

    /// <summary>Adds an input, and encodes it.</summary>
    public Encoding Encode(InputDeclaration input) => graph.In(input.Name, () => input.Kind switch
    {
        InputKind.Vector => EncodeVector(input),
        InputKind.Entities => EncodeSet(input),
        _ => EncodeMap(input),
    });

    private Encoding EncodeVector(InputDeclaration input)
    {
        OnnxValue vector = graph.Input(input.Name, ElementType.Float32, Batch, $"{input.Size[0]}");
        OnnxValue encoded = parts.IsCustom(input.Name)
            ? parts.Export(input.Name, outputs: 1, vector)[0]
            : parts.Rectified($"{input.Name}.layer", vector);
        return new Encoding(encoded, ((VectorEncoder)parts[input.Name]).Width, null, null, Width: 0);
    }

    private Encoding EncodeSet(InputDeclaration input)
    {
        string entities = sizes.EntitiesOf(input.Name);
        EntityEncoder encoder = (EntityEncoder)parts[input.Name];
        if (parts.IsCustom(input.Name))
        {
            (OnnxValue features, OnnxValue isEntity) = Set(input);
            IReadOnlyList<OnnxValue> exported = parts.Export(
                input.Name, outputs: 2, features, isEntity, input.HasSight ? Sight(input) : null);
            return new Encoding(exported[1], encoder.PooledWidth, exported[0], isEntity, encoder.Width, entities);
        }

        (OnnxValue rows, OnnxValue present) = Embedded(input);
        OnnxValue isPresent = graph.Add("Unsqueeze", present, graph.Constant(-1L));
        if (encoder is not AttentionEncoder attention)
        {
            OnnxValue encoded = OrZero(isPresent, parts.Rectified($"{input.Name}.layer", rows));
            OnnxValue maximum = graph.Add("ReduceMax", [("axes", new long[] { 1 }), ("keepdims", 0L)], encoded);
            OnnxValue pooled = graph.Add("Concat", [("axis", 1L)], Mean(encoded, present), maximum);
            return new Encoding(pooled, encoder.PooledWidth, encoded, present, encoder.Width, entities);
        }

        OnnxValue attended = OrZero(isPresent, Attend(input, attention.Heads, rows, present));
        return new Encoding(Mean(attended, present), encoder.PooledWidth, attended, present, encoder.Width, entities);
    }

    /// <summary>The entities of a set after attention to the visible entities of it, and of other sets.</summary>
    private OnnxValue Attend(InputDeclaration input, int heads, OnnxValue rows, OnnxValue present)
    {
        (OnnxValue Rows, OnnxValue Present)[] sets =
            [.. input.AttendsTo.Select(other => Embedded(inputs.First(each => each.Name == other)))];
        OnnxValue? others = sets.Length == 0 ? null : graph.Joined([.. sets.Select(set => set.Rows)]);
        OnnxValue? othersPresent = sets.Length == 0 ? null : graph.Joined([.. sets.Select(set => set.Present)]);
        OnnxValue visible = Visible(input, present, othersPresent);
        OnnxValue? isBlind = input.HasSight
            ? graph.Add("Not", graph.Add("Cast", [("to", (long)ElementType.Bool)], graph.Add(
                "ReduceMax", [("axes", new long[] { -1 })], graph.ToNumbers(visible))))
            : null;
        AttentionExport blocks = new(graph, parts);
        for (int block = 0; parts.Has($"{input.Name}.blocks.{block}.expand.weight"); block++)
        {
            rows = blocks.Block($"{input.Name}.blocks.{block}", rows, others, visible, isBlind, heads);
        }

        return rows;
    }

    /// <summary>The keys that each entity attends to: <c>(batch, 1, 1 or entities, keys)</c> bool.</summary>
    private OnnxValue Visible(InputDeclaration input, OnnxValue present, OnnxValue? others)
    {
        OnnxValue own = graph.Add("Unsqueeze", present, graph.Constant(1L));
        OnnxValue? ofOthers = others is { } mask ? graph.Add("Unsqueeze", mask, graph.Constant(1L)) : null;
        if (input.HasSight)
        {
            own = graph.Add("And", own, Sight(input));

            // The other sets are visible to every entity, so their mask is repeated for each.
            OnnxValue column = graph.Add("Unsqueeze", present, graph.Constant(-1L));
            OnnxValue never = graph.Add("And", column, graph.Add("Not", column));
            ofOthers = ofOthers is { } row ? graph.Add("Or", row, never) : null;
        }

        return graph.Add("Unsqueeze", ofOthers is { } further ? graph.Joined([own, further], axis: -1) : own, graph.Constant(1L));
    }

    private OnnxValue Sight(InputDeclaration input)
    {
        string entities = sizes.EntitiesOf(input.Name);
        return graph.Input($"{input.Name}Sight", ElementType.Bool, Batch, entities, entities);
    }

    /// <summary>The features of a set, and its presence mask.</summary>
    private (OnnxValue Features, OnnxValue Present) Set(InputDeclaration input)
    {
        string entities = sizes.EntitiesOf(input.Name);
        OnnxValue features = graph.Input(input.Name, ElementType.Float32, Batch, entities, $"{input.Size[0]}");
        return (features, graph.Input($"{input.Name}Mask", ElementType.Bool, Batch, entities));
    }

    /// <summary>The entities of a set without attention, <c>(batch, entities, width)</c>, and its presence mask.</summary>
    private (OnnxValue Rows, OnnxValue Present) Embedded(InputDeclaration input)
    {
        if (!_embedded.TryGetValue(input.Name, out (OnnxValue Rows, OnnxValue Present) set))
        {
            (OnnxValue features, OnnxValue present) = Set(input);
            OnnxValue isPresent = graph.Add("Unsqueeze", present, graph.Constant(-1L));
            set = (parts.Rectified($"{input.Name}.embed", OrZero(isPresent, features)), present);
            _embedded.Add(input.Name, set);
        }

        return set;
    }

    private Encoding EncodeMap(InputDeclaration input)
    {
        string[] sides = AxisSizes.SidesOf(input);
        OnnxValue map = graph.Input(input.Name, ElementType.Float32, [Batch, $"{input.Size[0]}", .. sides]);
        OnnxValue? present = input.Kind == InputKind.AgentMap
            ? graph.Input($"{input.Name}Mask", ElementType.Bool, [Batch, .. sides])
            : null;
        GridEncoder encoder = (GridEncoder)parts[input.Name];
        if (parts.IsCustom(input.Name))
        {
            IReadOnlyList<OnnxValue> exported = parts.Export(input.Name, outputs: 2, map);
            return new Encoding(exported[1], encoder.PooledWidth, exported[0], present, encoder.Width, sides);
        }

        for (int layer = 0; parts.Has($"{input.Name}.convolutions.{layer}.weight"); layer++)
        {
            string name = $"{input.Name}.convolutions.{layer}";
            map = graph.Add("Relu", graph.Add(
                "Conv", [("pads", new long[] { 1, 1, 1, 1 })], map, parts.Constant($"{name}.weight"), parts.Constant($"{name}.bias")));
        }

        OnnxValue summary = ((ConvEncoder)encoder).Size is null
            ? graph.Add("ReduceMean", [("axes", new long[] { 2, 3 }), ("keepdims", 0L)], map)
            : graph.Add("Flatten", [("axis", 1L)], map);
        OnnxValue cells = graph.Add("Transpose", [("perm", new long[] { 0, 2, 3, 1 })], map);
        return new Encoding(parts.Rectified($"{input.Name}.pool", summary), encoder.PooledWidth, cells, present, encoder.Width, sides);
    }

    private OnnxValue OrZero(OnnxValue condition, OnnxValue numbers) => graph.Add("Where", condition, numbers, graph.Constant(0f));

    /// <summary>The mean over the present entities, whose sum is that of all; 0 for an empty set.</summary>
    private OnnxValue Mean(OnnxValue encoded, OnnxValue present)
    {
        OnnxValue sum = graph.Add("ReduceSum", [("keepdims", 0L)], encoded, graph.Constant(1L));
        OnnxValue count = graph.Add("ReduceSum", graph.ToNumbers(present), graph.Constant(1L));
        return graph.Add("Div", sum, graph.Add("Max", count, graph.Constant(1f)));
    }
}
