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
        OnnxValue[] encodings = [.. _declaration.Inputs.Select(Encode)];
        OnnxValue joined = encodings.Length == 1 ? encodings[0] : _graph.Add("Concat", [("axis", 1L)], encodings);
        OnnxValue latent = Relu(_weights.Linear($"{_declaration.Core.Name}.layer", joined));
        HeadDeclaration[] heads = [.. _declaration.Heads];
        OnnxValue[] masks = [.. heads.Select(head => _graph.Input(
            $"{head.Name}Mask", ElementType.Bool, Batch, $"{head.Components[0].Choices.Count}"))];
        if (_samples)
        {
            _uniforms = _graph.Input("uniforms", ElementType.Float32, Batch, $"{heads.Length}");
        }

        OnnxValue? logProb = null;
        foreach ((HeadDeclaration head, OnnxValue mask) in heads.Zip(masks))
        {
            OnnxValue ofHead = Choose(head, mask, latent);
            logProb = logProb is { } sum ? _graph.Add("Add", sum, ofHead) : ofHead;
        }

        foreach (HeadDeclaration head in heads)
        {
            _graph.Output(head.Name, Flat(_actions[head.Name]), ElementType.Int64, Batch);
        }

        _graph.Output("logProb", Flat(logProb!.Value), ElementType.Float32, Batch);
        if (_declaration.Value is { } value)
        {
            OnnxValue hidden = _weights.Has($"{value}.hidden.weight") ? Relu(_weights.Linear($"{value}.hidden", latent)) : latent;
            _graph.Output("value", Flat(_weights.Linear($"{value}.layer", hidden)), ElementType.Float32, Batch);
        }
    }

    private OnnxValue Encode(InputDeclaration input)
    {
        OnnxValue numbers = _graph.Input(input.Name, ElementType.Float32, Batch, $"{input.Size[0]}");
        return Relu(_weights.Linear($"{input.Name}.layer", numbers));
    }

    /// <summary>Chooses the action of a head, and returns its log-probability <c>(rows, 1)</c>.</summary>
    private OnnxValue Choose(HeadDeclaration head, OnnxValue mask, OnnxValue latent)
    {
        OnnxValue logits = _graph.Add(
            "Gemm", [("transB", 1L)], latent, _weights.Constant($"{head.Name}.weight"), _weights.Constant($"{head.Name}.bias"));
        MaskedChoice choice = new(_graph, logits, head.ActiveWhen is { } condition ? WhereActive(condition, mask) : mask);
        OnnxValue action = _samples ? choice.Sample(NextUniforms()) : choice.Greedy();
        _actions[head.Name] = action;
        return choice.LogProb(action);
    }

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

    private OnnxValue NextUniforms() => _graph.Add(
        "Slice", _uniforms, _graph.Constant(_lane), _graph.Constant(++_lane), _graph.Constant(1L));

    private OnnxValue Relu(OnnxValue value) => _graph.Add("Relu", value);

    private OnnxValue Flat(OnnxValue column) => _graph.Add("Squeeze", column, _graph.Constant(-1L));
}
