using Masking.Onnx.Choices;
using Masking.Onnx.Schema;
using static TorchSharp.torch;

namespace Masking.Onnx.Exporting;

/// <summary>Writes a policy as a graph: encoders, core, heads with their masks and dependencies, and value.</summary>
internal sealed class PolicyExport
{
    private const string Batch = "batch";

    private readonly PolicyDeclaration _declaration;
    private readonly OnnxGraph _graph;
    private readonly Weights _weights;
    private readonly Dictionary<string, Encoding> _encodings = [];
    private readonly Dictionary<string, OnnxValue> _actions = [];
    private readonly bool _samples;
    private OnnxValue _uniforms;
    private int _lane;

    private PolicyExport(IMaskedNetwork policy, bool samples)
    {
        _declaration = policy.Declaration;
        _graph = new OnnxGraph(_declaration.Name);
        _weights = new Weights(_graph, (nn.Module)policy);
        _samples = samples;
    }

    /// <summary>Writes the graph of a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="samples">Whether actions are drawn from uniform numbers, which are an additional input; otherwise the most probable
    /// actions are chosen.</param>
    public static OnnxGraph Of(IMaskedNetwork policy, bool samples)
    {
        PolicyExport export = new(policy, samples);
        export.Write();
        return export._graph;
    }

    private void Write()
    {
        Encoders encoders = new(_graph, _weights);
        foreach (InputDeclaration input in _declaration.Inputs)
        {
            _encodings[input.Name] = encoders.Encode(input);
        }

        OnnxValue[] encodings = [.. _declaration.Inputs.Select(input => _encodings[input.Name].Pooled)];
        OnnxValue joined = encodings.Length == 1 ? encodings[0] : _graph.Add("Concat", [("axis", 1L)], encodings);
        OnnxValue latent = Relu(_weights.Linear($"{_declaration.Core.Name}.layer", joined));
        HeadDeclaration[] heads = [.. _declaration.Heads];
        OnnxValue[] masks = [.. heads.Select(head => _graph.Input($"{head.Name}Mask", ElementType.Bool, Batch, ChoicesOf(head)))];
        if (_samples)
        {
            _uniforms = _graph.Input("uniforms", ElementType.Float32, Batch, $"{heads.Sum(LanesOf)}");
        }

        OnnxValue? logProb = null;
        foreach ((HeadDeclaration head, OnnxValue mask) in heads.Zip(masks))
        {
            OnnxValue ofHead = Choose(head, mask, latent);
            logProb = logProb is { } sum ? _graph.Add("Add", sum, ofHead) : ofHead;
        }

        foreach (HeadDeclaration head in heads)
        {
            if (head.Kind == HeadKind.Compound)
            {
                _graph.Output(head.Name, _actions[head.Name], ElementType.Int64, Batch, $"{head.Components.Count}");
            }
            else
            {
                _graph.Output(head.Name, Flat(_actions[head.Name]), ElementType.Int64, Batch);
            }
        }

        _graph.Output("logProb", Flat(logProb!.Value), ElementType.Float32, Batch);
        if (_declaration.Value is { } value)
        {
            OnnxValue hidden = _weights.Has($"{value}.hidden.weight") ? Relu(_weights.Linear($"{value}.hidden", latent)) : latent;
            _graph.Output("value", Flat(_weights.Linear($"{value}.layer", hidden)), ElementType.Float32, Batch);
        }
    }

    /// <summary>Chooses the action of a head, and returns its log-probability <c>(rows, 1)</c>.</summary>
    private OnnxValue Choose(HeadDeclaration head, OnnxValue mask, OnnxValue latent)
    {
        if (head.Kind == HeadKind.Pointer)
        {
            Encoding over = _encodings[head.Over!];
            mask = _graph.Add("And", mask, over.Present!.Value);
        }

        OnnxValue legal = head.ActiveWhen is { } condition ? WhereActive(condition, mask) : mask;
        OnnxValue logits = head.Kind == HeadKind.Pointer ? Scores(head, latent) : _graph.Add(
            "Gemm", [("transB", 1L)], latent, _weights.Constant($"{head.Name}.weight"), _weights.Constant($"{head.Name}.bias"));
        if (head.Kind != HeadKind.Compound)
        {
            (_actions[head.Name], OnnxValue logProb) = Choose(logits, legal);
            return logProb;
        }

        List<OnnxValue> actions = [];
        OnnxValue? sum = null;
        long first = 0;
        foreach (ComponentDeclaration component in head.Components)
        {
            long end = first + component.Choices.Count;
            (OnnxValue action, OnnxValue logProb) = Choose(Columns(logits, first, end), Columns(legal, first, end));
            actions.Add(action);
            sum = sum is { } others ? _graph.Add("Add", others, logProb) : logProb;
            first = end;
        }

        _actions[head.Name] = _graph.Add("Concat", [("axis", 1L)], [.. actions]);
        return sum!.Value;
    }

    private (OnnxValue Action, OnnxValue LogProb) Choose(OnnxValue logits, OnnxValue legal)
    {
        MaskedChoice choice = new(_graph, logits, legal);
        OnnxValue action = _samples ? choice.Sample(NextUniforms()) : choice.Greedy();
        return (action, choice.LogProb(action));
    }

    /// <summary>The logits of the candidates of a pointer.</summary>
    private OnnxValue Scores(HeadDeclaration head, OnnxValue latent)
    {
        OnnxValue query = _graph.Add("MatMul", _weights.Linear($"{head.Name}.query", latent), _weights.Constant($"{head.Name}.key.weight"));
        float width = _weights.Size($"{head.Name}.key.weight", axis: 0);
        OnnxValue scaled = _graph.Add("Div", query, _graph.Constant(MathF.Sqrt(width)));
        OnnxValue products = _graph.Add(
            "Mul", _encodings[head.Over!].Elements!.Value, _graph.Add("Unsqueeze", scaled, _graph.Constant(1L)));
        return _graph.Add("ReduceSum", [("keepdims", 0L)], products, _graph.Constant(-1L));
    }

    private static string ChoicesOf(HeadDeclaration head) => head.Kind == HeadKind.Pointer
        ? $"{head.Over}.entities"
        : $"{head.Components.Sum(component => component.Choices.Count)}";

    private static int LanesOf(HeadDeclaration head) => Math.Max(1, head.Components.Count);

    private OnnxValue Columns(OnnxValue numbers, long first, long end) =>
        _graph.Add("Slice", numbers, _graph.Constant(first), _graph.Constant(end), _graph.Constant(1L));

    /// <summary>The mask of a head with a condition: nothing is legal where the head is inactive.</summary>
    private OnnxValue WhereActive(ConditionDeclaration condition, OnnxValue mask)
    {
        IReadOnlyList<string> names = [.. _declaration.Heads.First(head => head.Name == condition.Parent).Components[0].Choices];
        OnnxValue parent = _actions[condition.Parent];
        OnnxValue active = condition.Choices
            .Select(name => _graph.Add("Equal", parent, _graph.Constant((long)names.ToList().IndexOf(name))))
            .Aggregate((some, other) => _graph.Add("Or", some, other));
        if (condition.IsNegated)
        {
            active = _graph.Add("And", _graph.Add("Not", active), _graph.Add("GreaterOrEqual", parent, _graph.Constant(0L)));
        }

        return _graph.Add("And", mask, active);
    }

    private OnnxValue NextUniforms() => Columns(_uniforms, _lane, ++_lane);

    private OnnxValue Relu(OnnxValue value) => _graph.Add("Relu", value);

    private OnnxValue Flat(OnnxValue column) => _graph.Add("Squeeze", column, _graph.Constant(-1L));
}
