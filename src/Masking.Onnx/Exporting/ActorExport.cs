using Masking.CompilerServices;
using Masking.Heads;
using Masking.Onnx.Choices;
using Masking.Onnx.Schema;

namespace Masking.Onnx.Exporting;

/// <summary>The heads of one kind of actor: logits, masks, conditions, and actions, in the order in which they are chosen.</summary>
internal sealed class ActorExport
{
    private readonly OnnxGraph _graph;
    private readonly Weights _weights;
    private readonly ActorDeclaration _actor;
    private readonly ActionPlan _plan;
    private readonly string[] _slots;
    private readonly Actors _rows;
    private readonly IReadOnlyDictionary<string, Encoding> _encodings;
    private readonly OnnxValue? _uniforms;          // (rows, lanes)
    private readonly OnnxValue[] _masks;            // of the heads: (rows, choices of parents…, choices)
    private readonly OnnxValue?[] _logits;          // of the heads: (rows, choices), as soon as they are computed
    private readonly OnnxValue[] _actions;          // of the choices: (rows, 1), or (rows, bits)

    /// <param name="graph">The graph.</param>
    /// <param name="weights">The parameters of the policy.</param>
    /// <param name="actor">The declaration.</param>
    /// <param name="plan">The plan of the same actor.</param>
    /// <param name="slots">The names of the axes of its slots; none for the agent.</param>
    /// <param name="rows">The actors.</param>
    /// <param name="encodings">The encodings of all inputs.</param>
    /// <param name="samples">Whether actions are drawn.</param>
    public ActorExport(
        OnnxGraph graph,
        Weights weights,
        ActorDeclaration actor,
        ActionPlan plan,
        string[] slots,
        Actors rows,
        IReadOnlyDictionary<string, Encoding> encodings,
        bool samples)
    {
        (_graph, _weights, _actor, _plan, _slots, _rows, _encodings) = (graph, weights, actor, plan, slots, rows, encodings);
        _masks = [.. actor.Heads.Select(Mask)];
        _logits = new OnnxValue?[actor.Heads.Count];
        _actions = new OnnxValue[plan.Choices.Length];
        if (samples)
        {
            string lanes = $"{plan.Choices.Sum(choice => choice.ActionLength)}";
            string name = actor.Each is null ? "uniforms" : $"{actor.Each}.uniforms";
            _uniforms = Rows(graph.Input(name, ElementType.Float32, [PolicyExport.Batch, .. slots, lanes]));
        }

        OnnxValue logProb = Enumerable.Range(0, plan.Choices.Length).Select(Choose)
            .Aggregate((sum, other) => graph.Add("Add", sum, other));
        LogProb = rows.Slots is null
            ? graph.Add("Squeeze", logProb, graph.Constant(-1L))
            : graph.Add("ReduceSum", [("keepdims", 0L)], graph.Add("Flatten", [("axis", 1L)], InSlots(logProb)), graph.Constant(1L));
    }

    /// <summary>The log-probability of the joint action of each environment, <c>(batch)</c>.</summary>
    public OnnxValue LogProb { get; }

    /// <summary>
    /// Makes the actions of the heads outputs: <c>(batch, slots…)</c>, with an axis of components for a record struct, or of bits.
    /// </summary>
    public void WriteActions()
    {
        for (int head = 0; head < _actor.Heads.Count; head++)
        {
            OnnxValue[] parts = [.. _plan.ChoicesOf(head).ToArray().Select(choice => _actions[choice])];
            OnnxValue action = parts.Length == 1 ? parts[0] : _graph.Add("Concat", [("axis", 1L)], parts);
            bool hasAxis = _plan.Heads[head].HasActionAxis;
            long length = _plan.Heads[head].ActionLength;
            OnnxValue output = _rows.Slots is null
                ? hasAxis ? action : _graph.Add("Squeeze", action, _graph.Constant(-1L))
                : InSlots(action, hasAxis ? length : null);
            string[] components = hasAxis ? [$"{length}"] : [];
            _graph.Output(_actor.Heads[head].Name, output, ElementType.Int64, [PolicyExport.Batch, .. _slots, .. components]);
        }
    }

    /// <summary>The axes of the choices of a head in a mask: one, or the height and the width of a map.</summary>
    private string[] ChoicesOf(HeadDeclaration head) => head.Kind == HeadKind.Pointer
        ? _encodings[head.Over!].Axes
        : [$"{head.Components.Sum(component => component.Choices.Count)}"];

    /// <summary>The mask of a head, <c>(rows, choices of parents…, choices)</c>. Absent candidates are not legal.</summary>
    private OnnxValue Mask(HeadDeclaration head)
    {
        string[] parents = [.. head.MaskRows.SelectMany(parent => ChoicesOf(_actor.Heads.First(each => each.Name == parent)))];
        string[] choices = ChoicesOf(head);
        OnnxValue mask = _graph.Input($"{head.Name}Mask", ElementType.Bool, [PolicyExport.Batch, .. _slots, .. parents, .. choices]);
        if (head.Kind == HeadKind.Pointer && _encodings[head.Over!] is { IsSet: true, Present: { } present })
        {
            long[] others = [.. Enumerable.Range(1, _slots.Length + parents.Length).Select(axis => (long)axis)];
            mask = _graph.Add("And", mask, others.Length == 0 ? present : _graph.Add("Unsqueeze", present, _graph.Constant(others)));
        }

        OnnxValue rows = Rows(mask);
        return choices.Length == 1 ? rows : _graph.Add("Flatten", [("axis", 1L)], rows);
    }

    /// <summary>Makes a choice, and returns its log-probability <c>(rows, 1)</c>.</summary>
    private OnnxValue Choose(int index)
    {
        ChoicePlan choice = _plan.Choices[index];
        OnnxValue isActive = IsActive(choice);
        OnnxValue legal = _graph.Add("And", Columns(choice, choice.FirstFlag, MaskRow(choice)), isActive);
        OnnxValue logits = Columns(choice, choice.FirstColumn, _logits[choice.Head] ??= Logits(choice.Head));
        if (choice.IsFlags)
        {
            MaskedBits bits = new(_graph, logits, legal);
            OnnxValue drawn = _uniforms is null ? bits.Greedy() : bits.Sample(Uniforms(choice));
            _actions[index] = _graph.Add("Where", isActive, drawn, _graph.Constant(-1L));
            return bits.LogProb(_actions[index]);
        }

        MaskedChoice categorical = new(_graph, logits, legal);
        _actions[index] = _uniforms is null ? categorical.Greedy() : categorical.Sample(Uniforms(choice));
        return categorical.LogProb(_actions[index]);
    }

    /// <summary>The rows in which a choice is active, <c>(rows, 1)</c> bool.</summary>
    private OnnxValue IsActive(ChoicePlan choice)
    {
        List<OnnxValue> conditions = [.. choice.Tables.Select(table => HasAction(_actions[table]))];
        if (choice.Gate is { } gate)
        {
            OnnxValue parent = _actions[gate.Parent];
            using TorchSharp.torch.Tensor values = TorchSharp.torch.tensor(gate.Values);
            conditions.Add(_graph.Add("And", HasAction(parent), _graph.Add("Gather", _graph.Constant("active", values), Index(parent))));
        }

        if (_rows.Present is { } present)
        {
            conditions.Add(present);
        }

        return conditions.Count == 0
            ? _graph.Add("GreaterOrEqual", _graph.Constant(0L), _graph.Constant(0L))
            : conditions.Aggregate((all, other) => _graph.Add("And", all, other));
    }

    /// <summary>The row of the mask of a head that the choices of other heads select, <c>(rows, choices)</c>.</summary>
    private OnnxValue MaskRow(ChoicePlan choice)
    {
        OnnxValue mask = _masks[choice.Head];
        foreach (int table in choice.Tables)
        {
            mask = _graph.Add("GatherND", [("batch_dims", 1L)], mask, Index(_actions[table]));
        }

        return mask;
    }

    /// <summary>The logits of a head, <c>(rows, choices)</c>.</summary>
    private OnnxValue Logits(int head)
    {
        string name = _actor.Heads[head].Name;
        OnnxValue features = Conditioned(head);
        if (_actor.Heads[head].Kind != HeadKind.Pointer)
        {
            return _graph.Add(
                "Gemm", [("transB", 1L)], features, _weights.Constant($"{name}.weight"), _weights.Constant($"{name}.bias"));
        }

        OnnxValue query = _graph.Add("MatMul", _weights.Linear($"{name}.query", features), _weights.Constant($"{name}.key.weight"));
        float width = _weights.Size($"{name}.key.weight", axis: 0);
        OnnxValue scaled = _graph.Add("Div", query, _graph.Constant(MathF.Sqrt(width)));

        // (batch, actors, width) times (batch, width, candidates).
        Encoding over = _encodings[_actor.Heads[head].Over!];
        OnnxValue queries = _rows.Slots is { } slots
            ? _graph.Add("Reshape", scaled, _graph.Add("Concat", [("axis", 0L)], _graph.Add("Gather", slots, _graph.Constant(0L)),
                _graph.Constant(-1L, _weights.Size($"{name}.key.weight", axis: 1))))
            : _graph.Add("Unsqueeze", scaled, _graph.Constant(1L));
        OnnxValue candidates = over.IsSet ? over.Elements!.Value : _graph.Add("Reshape", over.Elements!.Value,
            _graph.Constant(0L, -1L, _weights.Size($"{name}.key.weight", axis: 1)));
        OnnxValue keys = _graph.Add("Transpose", [("perm", new long[] { 0, 2, 1 })], candidates);
        OnnxValue products = _graph.Add("MatMul", queries, keys);
        return _rows.Slots is null ? _graph.Add("Squeeze", products, _graph.Constant(1L)) : Flattened(products, axes: 2);
    }

    /// <summary>The features of each actor, combined with the choices of the heads on which the logits depend.</summary>
    private OnnxValue Conditioned(int head)
    {
        IReadOnlyList<int> parents = _plan.Heads[head].Parents;
        if (parents.Count == 0)
        {
            return _rows.Features;
        }

        string name = $"{_actor.Heads[head].Name}.given";
        OnnxValue sum = _weights.Linear($"{name}.layer", _rows.Features);
        for (int i = 0; i < parents.Count; i++)
        {
            sum = _graph.Add("Add", sum, _weights.Linear($"{name}.choices.{i}", Encoded(parents[i])));
        }

        return _graph.Add("Relu", sum);
    }

    /// <summary>The choice of a head as one-hot vectors or bits, <c>(rows, choices)</c>; zeros for no action.</summary>
    private OnnxValue Encoded(int head)
    {
        OnnxValue[] parts =
        [
            .. _plan.ChoicesOf(head).ToArray().Select(choice => _plan.Choices[choice].IsFlags
                ? ToNumbers(Index(_actions[choice]))
                : ToNumbers(_graph.Add("Equal", _actions[choice], _graph.Constant(
                    [.. Enumerable.Range(0, _plan.Choices[choice].Columns!.Value).Select(column => (long)column)])))),
        ];
        return parts.Length == 1 ? parts[0] : _graph.Add("Concat", [("axis", 1L)], parts);
    }

    private OnnxValue Uniforms(ChoicePlan choice)
    {
        long first = choice.FirstLane - _plan.Choices.Min(each => each.FirstLane);
        return Columns(_uniforms!.Value, first, first + choice.ActionLength);
    }

    private OnnxValue HasAction(OnnxValue action) => _graph.Add("GreaterOrEqual", action, _graph.Constant(0L));

    private OnnxValue Index(OnnxValue action) => _graph.Add("Max", action, _graph.Constant(0L));

    private OnnxValue ToNumbers(OnnxValue values) => _graph.Add("Cast", [("to", (long)ElementType.Float32)], values);

    /// <summary>Flattens <c>(batch, slots…, columns…)</c> to <c>(rows, columns…)</c>.</summary>
    private OnnxValue Rows(OnnxValue numbers) => _rows.Slots is null ? numbers : Flattened(numbers, 1 + _slots.Length);

    /// <summary>Flattens leading axes.</summary>
    private OnnxValue Flattened(OnnxValue numbers, long axes)
    {
        OnnxValue columns = _graph.Add(
            "Slice", _graph.Add("Shape", numbers), _graph.Constant(axes), _graph.Constant(long.MaxValue), _graph.Constant(0L));
        return _graph.Add("Reshape", numbers, _graph.Add("Concat", [("axis", 0L)], _graph.Constant(-1L), columns));
    }

    /// <summary>Reshapes <c>(rows, columns)</c> to <c>(batch, slots…)</c>, or <c>(batch, slots…, columns)</c>.</summary>
    private OnnxValue InSlots(OnnxValue rows, long? columns = null) => _graph.Add(
        "Reshape",
        rows,
        columns is { } count ? _graph.Add("Concat", [("axis", 0L)], _rows.Slots!.Value, _graph.Constant(count)) : _rows.Slots!.Value);

    private OnnxValue Columns(ChoicePlan choice, int first, OnnxValue ofHead) =>
        choice.Columns is { } columns ? Columns(ofHead, first, first + columns) : ofHead;

    private OnnxValue Columns(OnnxValue numbers, long first, long end) =>
        _graph.Add("Slice", numbers, _graph.Constant(first), _graph.Constant(end), _graph.Constant(1L));
}
