using Masking.Onnx.Choices;
using Masking.Onnx.Schema;

namespace Masking.Onnx.Exporting;

/// <summary>The heads of one kind of actor: logits, masks, conditions, and actions.</summary>
internal sealed class ActorExport
{
    private readonly OnnxGraph _graph;
    private readonly Weights _weights;
    private readonly ActorDeclaration _actor;
    private readonly string[] _slots;
    private readonly Actors _rows;
    private readonly IReadOnlyDictionary<string, Encoding> _encodings;
    private readonly OnnxValue? _uniforms;      // (rows, lanes)
    private readonly Dictionary<string, OnnxValue> _actions = [];
    private int _lane;

    /// <param name="graph">The graph.</param>
    /// <param name="weights">The parameters of the policy.</param>
    /// <param name="actor">The declaration.</param>
    /// <param name="slots">The names of the axes of its slots; none for the agent.</param>
    /// <param name="rows">The actors.</param>
    /// <param name="encodings">The encodings of all inputs.</param>
    /// <param name="samples">Whether actions are drawn.</param>
    public ActorExport(
        OnnxGraph graph,
        Weights weights,
        ActorDeclaration actor,
        string[] slots,
        Actors rows,
        IReadOnlyDictionary<string, Encoding> encodings,
        bool samples)
    {
        (_graph, _weights, _actor, _slots, _rows, _encodings) = (graph, weights, actor, slots, rows, encodings);
        OnnxValue[] masks = [.. actor.Heads.Select(Mask)];
        if (samples)
        {
            string lanes = $"{actor.Heads.Sum(LanesOf)}";
            string name = actor.Each is null ? "uniforms" : $"{actor.Each}.uniforms";
            _uniforms = Rows(graph.Input(name, ElementType.Float32, [PolicyExport.Batch, .. slots, lanes]), lanes);
        }

        OnnxValue logProb = actor.Heads.Zip(masks, Choose).Aggregate((sum, other) => graph.Add("Add", sum, other));
        LogProb = rows.Slots is null
            ? graph.Add("Squeeze", logProb, graph.Constant(-1L))
            : graph.Add("ReduceSum", [("keepdims", 0L)], graph.Add("Flatten", [("axis", 1L)], InSlots(logProb)), graph.Constant(1L));
    }

    /// <summary>The log-probability of the joint action of each environment, <c>(batch)</c>.</summary>
    public OnnxValue LogProb { get; }

    /// <summary>Makes the actions of the heads outputs: <c>(batch, slots…)</c>, with an axis of components for a record struct.</summary>
    public void WriteActions()
    {
        foreach (HeadDeclaration head in _actor.Heads)
        {
            string[] components = head.Kind == HeadKind.Compound ? [$"{head.Components.Count}"] : [];
            OnnxValue action = _actions[head.Name];
            OnnxValue output = _rows.Slots is null && components.Length > 0 ? action
                : _rows.Slots is null ? _graph.Add("Squeeze", action, _graph.Constant(-1L))
                : InSlots(action, components.Length > 0 ? head.Components.Count : null);
            _graph.Output(head.Name, output, ElementType.Int64, [PolicyExport.Batch, .. _slots, .. components]);
        }
    }

    private static string ChoicesOf(HeadDeclaration head) => head.Kind == HeadKind.Pointer
        ? Encoders.EntitiesOf(head.Over!)
        : $"{head.Components.Sum(component => component.Choices.Count)}";

    private static int LanesOf(HeadDeclaration head) => Math.Max(1, head.Components.Count);

    /// <summary>The mask of a head, <c>(rows, choices)</c>. Nothing is legal in a slot without an actor.</summary>
    private OnnxValue Mask(HeadDeclaration head)
    {
        string choices = ChoicesOf(head);
        OnnxValue mask = Rows(_graph.Input($"{head.Name}Mask", ElementType.Bool, [PolicyExport.Batch, .. _slots, choices]), choices);
        return _rows.Present is { } present ? _graph.Add("And", mask, present) : mask;
    }

    /// <summary>Chooses the actions of a head, and returns their log-probabilities <c>(rows, 1)</c>.</summary>
    private OnnxValue Choose(HeadDeclaration head, OnnxValue mask)
    {
        if (head.Kind == HeadKind.Pointer)
        {
            mask = _graph.Add("And", mask, _encodings[head.Over!].Present!.Value);
        }

        OnnxValue legal = head.ActiveWhen is { } condition ? WhereActive(condition, mask) : mask;
        OnnxValue logits = head.Kind == HeadKind.Pointer ? Scores(head) : _graph.Add(
            "Gemm", [("transB", 1L)], _rows.Features, _weights.Constant($"{head.Name}.weight"), _weights.Constant($"{head.Name}.bias"));
        if (head.Kind != HeadKind.Compound)
        {
            (_actions[head.Name], OnnxValue logProb) = Choose(logits, legal);
            return logProb;
        }

        List<OnnxValue> actions = [];
        List<OnnxValue> logProbs = [];
        long first = 0;
        foreach (ComponentDeclaration component in head.Components)
        {
            long end = first + component.Choices.Count;
            (OnnxValue action, OnnxValue logProb) = Choose(Columns(logits, first, end), Columns(legal, first, end));
            actions.Add(action);
            logProbs.Add(logProb);
            first = end;
        }

        _actions[head.Name] = _graph.Add("Concat", [("axis", 1L)], [.. actions]);
        return logProbs.Aggregate((sum, other) => _graph.Add("Add", sum, other));
    }

    private (OnnxValue Action, OnnxValue LogProb) Choose(OnnxValue logits, OnnxValue legal)
    {
        MaskedChoice choice = new(_graph, logits, legal);
        OnnxValue action = _uniforms is { } uniforms ? choice.Sample(Columns(uniforms, _lane, ++_lane)) : choice.Greedy();
        return (action, choice.LogProb(action));
    }

    /// <summary>The logits of the candidates of a pointer of the agent.</summary>
    private OnnxValue Scores(HeadDeclaration head)
    {
        OnnxValue query = _graph.Add(
            "MatMul", _weights.Linear($"{head.Name}.query", _rows.Features), _weights.Constant($"{head.Name}.key.weight"));
        float width = _weights.Size($"{head.Name}.key.weight", axis: 0);
        OnnxValue scaled = _graph.Add("Div", query, _graph.Constant(MathF.Sqrt(width)));
        OnnxValue products = _graph.Add(
            "Mul", _encodings[head.Over!].Elements!.Value, _graph.Add("Unsqueeze", scaled, _graph.Constant(1L)));
        return _graph.Add("ReduceSum", [("keepdims", 0L)], products, _graph.Constant(-1L));
    }

    /// <summary>The mask of a head with a condition: nothing is legal where the head is inactive.</summary>
    private OnnxValue WhereActive(ConditionDeclaration condition, OnnxValue mask)
    {
        List<string> names = [.. _actor.Heads.First(head => head.Name == condition.Parent).Components[0].Choices];
        OnnxValue parent = _actions[condition.Parent];
        OnnxValue active = condition.Choices
            .Select(name => _graph.Add("Equal", parent, _graph.Constant((long)names.IndexOf(name))))
            .Aggregate((some, other) => _graph.Add("Or", some, other));
        if (condition.IsNegated)
        {
            active = _graph.Add("And", _graph.Add("Not", active), _graph.Add("GreaterOrEqual", parent, _graph.Constant(0L)));
        }

        return _graph.Add("And", mask, active);
    }

    /// <summary>Flattens <c>(batch, slots…, columns)</c> to <c>(rows, columns)</c>.</summary>
    private OnnxValue Rows(OnnxValue numbers, string columns) => _rows.Slots is null
        ? numbers
        : _graph.Add("Reshape", numbers, _graph.Constant(-1L, long.Parse(columns, System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>Reshapes <c>(rows, columns)</c> to <c>(batch, slots…)</c>, or <c>(batch, slots…, columns)</c>.</summary>
    private OnnxValue InSlots(OnnxValue rows, int? columns = null) => _graph.Add(
        "Reshape",
        rows,
        columns is { } count ? _graph.Add("Concat", [("axis", 0L)], _rows.Slots!.Value, _graph.Constant((long)count)) : _rows.Slots!.Value);

    private OnnxValue Columns(OnnxValue numbers, long first, long end) =>
        _graph.Add("Slice", numbers, _graph.Constant(first), _graph.Constant(end), _graph.Constant(1L));
}
