using Masking.CompilerServices;
using Masking.Onnx.Schema;
using static TorchSharp.torch;

namespace Masking.Onnx.Exporting;

/// <summary>Writes a policy as a graph: encoders, core, the heads of each kind of actor, and value.</summary>
internal sealed class PolicyExport
{
    /// <summary>The name of the size of the batch.</summary>
    public const string Batch = "batch";

    private readonly PolicyDeclaration _declaration;
    private readonly OnnxGraph _graph;
    private readonly Weights _weights;
    private readonly bool _samples;

    private PolicyExport(IMaskedNetwork policy, bool samples)
    {
        _declaration = policy.Declaration;
        _graph = new OnnxGraph(_declaration.Name);
        _weights = new Weights(_graph, (nn.Module)policy);
        _samples = samples;
    }

    /// <summary>Writes the graph of a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="samples">Whether actions are drawn from uniform numbers, which are additional inputs; otherwise the most probable
    /// actions are chosen.</param>
    public static OnnxGraph Of(IMaskedNetwork policy, bool samples)
    {
        PolicyExport export = new(policy, samples);
        export.Write();
        return export._graph;
    }

    private void Write()
    {
        Encoders encoders = new(_graph, _weights, _declaration.Inputs);
        Dictionary<string, Encoding> encodings = _declaration.Inputs.ToDictionary(input => input.Name, encoders.Encode);
        OnnxValue[] joined = [.. _declaration.Inputs.Where(input => !input.IsForValueOnly).Select(input => encodings[input.Name].Pooled)];
        OnnxValue latent = new CoreExport(_graph, _weights, _declaration.Core).Step(Concatenated(joined));
        ActorExport[] actors =
        [
            .. _declaration.Actors.Select((actor, index) => new ActorExport(
                _graph, _weights, actor, ActionPlan.Of(_declaration, index), actor.Each is { } each ? encodings[each].Axes : [], Actors.Of(_graph, latent, actor.Each is null ? null : encodings[actor.Each]),
                encodings, _samples)),
        ];
        foreach (ActorExport actor in actors)
        {
            actor.WriteActions();
        }

        OnnxValue logProb = actors.Select(actor => actor.LogProb).Aggregate((sum, other) => _graph.Add("Add", sum, other));
        _graph.Output("logProb", logProb, ElementType.Float32, Batch);
        if (_declaration.Value is { } value)
        {
            OnnxValue[] others = [.. _declaration.Inputs.Where(input => input.IsForValueOnly).Select(input => encodings[input.Name].Pooled)];
            WriteValue(value, latent, others, encodings);
        }
    }

    /// <summary>Writes the value of each environment, or of each actor: 0 in a slot without one.</summary>
    private void WriteValue(string value, OnnxValue latent, OnnxValue[] others, Dictionary<string, Encoding> encodings)
    {
        Encoding? each = _declaration.ValueEach is { } name ? encodings[name] : null;
        Actors rows = Actors.Of(_graph, latent, each);
        OnnxValue seen = Concatenated([rows.Features, .. others.Select(other => each is null ? other : rows.Repeated(_graph, other))]);
        OnnxValue hidden = _weights.Has($"{value}.hidden.weight") ? _graph.Add("Relu", _weights.Linear($"{value}.hidden", seen)) : seen;
        OnnxValue column = _weights.Linear($"{value}.layer", hidden);
        OnnxValue output = rows.Slots is { } slots
            ? _graph.Add("Reshape", _graph.Add("Where", rows.Present!.Value, column, _graph.Constant(0f)), slots)
            : _graph.Add("Squeeze", column, _graph.Constant(-1L));
        _graph.Output("value", output, ElementType.Float32, [Batch, .. each?.Axes ?? []]);
    }

    private OnnxValue Concatenated(OnnxValue[] values) => values.Length == 1 ? values[0] : _graph.Add("Concat", [("axis", 1L)], values);
}
